"""A real mail system on this machine for tests: Postfix takes mail by SMTP, Dovecot keeps it and shows it by IMAP.

Both run from a folder of the test with configurations of their own, on free ports of the loopback; the system's own
services are left alone. Postfix has to be started by root (``sudo -n`` will do). Where a program is missing or does
not come up the test fails and says why.

The host of the city plays a border mail server: for the domains that it knows it notes the SPF verdict of the
envelope sender in Authentication-Results, under the name ``mx.kota.test``, and strips that name from what comes in.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, NoReturn

import pytest
from imapclient import IMAPClient

from tests.post_office import free_port

AUTHSERV = "mx.kota.test"
CITY = "dki@kota.test"
MAILBOXES = (CITY, "sari@warga.test", "budi@warga.test", "orang@lain.test")
PASSWORD = "rahasia-uji"
KEEPER = "mail"
"""The system account, present on every Debian, to which the mailboxes on disk belong."""

PATIENCE = 60.0
PROGRAMS = {"dovecot": "dovecot-imapd and dovecot-lmtpd", "postfix": "postfix"}

DOVECOT = """
protocols = imap lmtp
listen = 127.0.0.1
base_dir = {home}/run
log_path = {home}/dovecot.log
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{home}/mail/%d/%n
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 1
first_valid_gid = 1
mail_fsync = never
recipient_delimiter = +
default_internal_user = dovecot
default_login_user = dovenull
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {home}/users
}}
userdb {{
  driver = passwd-file
  args = username_format=%u {home}/users
}}
service imap-login {{
  inet_listener imap {{
    address = 127.0.0.1
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
service anvil {{
  chroot =
}}
protocol lmtp {{
  auth_username_format = %Lu
}}
"""

POSTFIX = """
compatibility_level = 3.6
myhostname = mx.kota.test
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
queue_directory = {home}/queue
data_directory = {home}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
multi_instance_name = postfix-uji
multi_instance_enable = yes
maillog_file = {home}/postfix.log
maillog_file_prefixes = {home}
alias_maps =
alias_database =
virtual_mailbox_domains = kota.test, warga.test, lain.test
virtual_transport = lmtp:inet:127.0.0.1:{lmtp}
recipient_delimiter = +
smtp_host_lookup = native
default_transport = error:nothing leaves this machine
smtpd_recipient_restrictions = check_sender_access regexp:{home}/postfix/spf, permit_mynetworks, reject
smtpd_client_connection_rate_limit = 0
header_checks = regexp:{home}/postfix/headers
smtpd_peername_lookup = no
minimal_backoff_time = 5s
queue_run_delay = 5s
"""

SPF = """
/@((warga|lain|kota)\\.test)$/ PREPEND Authentication-Results: mx.kota.test ({mark}); spf=pass smtp.mailfrom=$1
/./ PREPEND Authentication-Results: mx.kota.test ({mark}); spf=none
"""

STRIPPED = """
/^Authentication-Results: mx\\.kota\\.test \\({mark}\\);/ DUNNO
/^Authentication-Results:.*mx\\.kota\\.test/ IGNORE
"""

SERVICES = """
{smtp} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
local unix - n n - - local
virtual unix - n n - - virtual
lmtp unix - - n - - lmtp
smtp unix - - n - - smtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
pickup unix n - n 60 1 pickup
showq unix n - n - - showq
"""


class MailServer:
    """A running mail system: what is sent to it, and what lies in its mailboxes."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.smtp, self.imap, self.lmtp = free_port(), free_port(), free_port()
        self.mark = secrets.token_hex(8)

    def imap_url(self, address: str = CITY) -> str:
        """As ``TANGGAP_IMAP_URL`` wants it."""
        return f"imap://{address.replace('@', '%40')}:{PASSWORD}@127.0.0.1:{self.imap}/INBOX"

    def send(self, raw: bytes | EmailMessage, *, sender: str, to: str) -> None:
        """Hand in a mail by SMTP; ``sender`` and ``to`` are the envelope's."""
        content = raw.as_bytes() if isinstance(raw, EmailMessage) else raw
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=PATIENCE) as client:
            client.sendmail(sender, [to], content)

    @contextmanager
    def opened(self, address: str, *, readonly: bool = True) -> Iterator[Any]:
        """The mailbox of an address, by IMAP."""
        with IMAPClient("127.0.0.1", port=self.imap, ssl=False, timeout=PATIENCE) as client:
            client.login(address, PASSWORD)
            client.select_folder("INBOX", readonly=readonly)
            yield client

    def letters(self, address: str, *, at_least: int = 0) -> list[EmailMessage]:
        """What lies in a mailbox, in the order in which it came; waits until there are so many."""
        deadline = time.monotonic() + PATIENCE
        while True:
            with self.opened(address) as client:
                found = client.fetch(client.search("ALL"), ["BODY.PEEK[]"])
            if len(found) >= at_least:
                return [self._letter(found[uid][b"BODY[]"]) for uid in sorted(found)]
            assert time.monotonic() < deadline, f"{len(found)} of {at_least} letters came.\n{self.log()}"
            time.sleep(0.1)

    def empty(self) -> None:
        """Leave nothing in any mailbox."""
        self.settle()
        for address in MAILBOXES:
            with self.opened(address, readonly=False) as client:
                client.delete_messages(client.search("ALL"))
                client.expunge()

    def threads(self, address: str) -> list[Any]:
        """How the server itself puts the mails of a mailbox together (THREAD=REFERENCES, RFC 5256)."""
        with self.opened(address) as client:
            found: list[Any] = client.thread("REFERENCES")
            return found

    def settle(self) -> None:
        """Wait until nothing is on its way any more."""
        deadline = time.monotonic() + PATIENCE
        queue = [*as_root(), "postqueue", "-c", str(self.home / "postfix"), "-p"]
        while b"is empty" not in subprocess.run(queue, capture_output=True, check=True, timeout=60).stdout:
            assert time.monotonic() < deadline, f"The queue does not empty.\n{self.log()}"
            time.sleep(0.1)

    def log(self) -> str:
        """The last lines of both logs."""
        logs = (self.home / "postfix.log", self.home / "dovecot.log")
        return "\n".join("\n".join(log.read_text().splitlines()[-15:]) for log in logs if log.exists())

    @staticmethod
    def _letter(raw: bytes) -> EmailMessage:
        letter = message_from_bytes(raw, policy=default)
        assert isinstance(letter, EmailMessage)
        return letter

    def start(self) -> None:
        """Write the configurations and start both programs."""
        keeper = pwd.getpwnam(KEEPER)
        values = {"uid": keeper.pw_uid, "gid": keeper.pw_gid, **vars(self)}
        for name in ("mail", "run", "data", "queue", "postfix"):
            (self.home / name).mkdir(mode=0o755)
        users = "".join(f"{address}:{PASSWORD}:{keeper.pw_uid}:{keeper.pw_gid}::::\n" for address in MAILBOXES)
        (self.home / "users").write_text(users)
        (self.home / "dovecot.conf").write_text(DOVECOT.format(**values))
        (self.home / "postfix" / "main.cf").write_text(POSTFIX.format(**values))
        (self.home / "postfix" / "master.cf").write_text(SERVICES.format(**values))
        (self.home / "postfix" / "spf").write_text(SPF.lstrip().format(**values))
        (self.home / "postfix" / "headers").write_text(STRIPPED.lstrip().format(**values))
        _run(as_root(), "chown", "-R", f"{keeper.pw_uid}:{keeper.pw_gid}", str(self.home / "mail"))
        _run(as_root(), "chown", "-R", "postfix", str(self.home / "data"))
        _run(as_root(), "chown", "-R", "root:root", str(self.home / "postfix"), str(self.home / "queue"))
        _run(as_root(), "dovecot", "-c", str(self.home / "dovecot.conf"))
        _run(as_root(), "postfix", "-c", str(self.home / "postfix"), "start")
        for port in (self.imap, self.lmtp, self.smtp):
            self._answers(port)

    def hang_up(self, address: str) -> None:
        """Break off every connection to a mailbox."""
        _run(as_root(), "doveadm", "-c", str(self.home / "dovecot.conf"), "kick", address)

    def stop(self) -> None:
        """End both, and remove what they wrote."""
        postfix, dovecot = ["postfix", "-c", str(self.home / "postfix"), "stop"], str(self.home / "dovecot.conf")
        subprocess.run([*as_root(), *postfix], capture_output=True, check=False, timeout=60)
        subprocess.run([*as_root(), "doveadm", "-c", dovecot, "stop"], capture_output=True, check=False, timeout=60)
        subprocess.run([*as_root(), "rm", "-rf", str(self.home)], check=False)

    def _answers(self, port: int) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.05)
        _fail(f"Nobody listens on port {port}.\n{self.log()}")


@contextmanager
def open_mail_server() -> Iterator[MailServer]:
    """A mail system of its own, until the block ends."""
    missing = [package for program, package in PROGRAMS.items() if shutil.which(program, path=_path()) is None]
    if missing:
        _fail(f"This test needs a real mail server: apt-get install {' '.join(missing).replace(' and', '')}")
    server = MailServer(Path(tempfile.mkdtemp(prefix="tanggap-mail-", dir="/tmp")))
    server.home.chmod(0o755)
    try:
        server.start()
        yield server
    finally:
        server.stop()


def as_root() -> list[str]:
    """What to put before a command that root has to run."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo is None or subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode:
        _fail("This test starts Postfix and Dovecot, which needs root or sudo without a password.")
    return [sudo, "-n"]


def _run(*command: Any) -> None:
    prefix, *rest = command
    # Into a file: who goes to the background would hold a pipe open.
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(
            [*prefix, *rest], stdout=said, stderr=said, check=False, timeout=60, env={**os.environ, "PATH": _path()}
        )
        if done.returncode:
            said.seek(0)
            _fail(f"{' '.join(rest)}: {said.read()}")


def _path() -> str:
    # Debian keeps servers where the path of a plain user does not look.
    return f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"


def _fail(why: str) -> NoReturn:
    pytest.fail(why, pytrace=False)
