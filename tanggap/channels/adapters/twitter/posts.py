"""Posts that speak to the city, in the two forms in which X tells them: webhook (v1.1 objects) and API v2."""

from __future__ import annotations

import html
import re
from datetime import datetime
from typing import Any

from tanggap.accounts.contact import Contact
from tanggap.carriers import x
from tanggap.channels.adapters import follow_ups
from tanggap.channels.adapters.media import Source, fetch_all
from tanggap.channels.heard import Heard, Kind

MARK = "post:"
THREAD = "thread:"
"""Before the ids of posts and of their threads: direct messages have ids of their own."""

HOSTS = ("pbs.twimg.com",)
MENTIONS_BEFORE = re.compile(r"^(?:\s*@\w{1,50})+\s*")
SHORT_LINK = re.compile(r"\s*https://t\.co/\w+\s*$")
SENT = "%a %b %d %H:%M:%S %z %Y"

QUERY = {
    "max_results": "100",
    "tweet.fields": "attachments,author_id,conversation_id,created_at,lang,note_tweet,referenced_tweets",
    "expansions": "author_id,attachments.media_keys",
    "media.fields": "type,url",
    "user.fields": "name,username",
}


def heard(post: dict[str, Any], account: str) -> Heard:
    """A post of a webhook."""
    whole = post.get("extended_tweet", {}) or {}
    entities = whole.get("entities") or post.get("entities", {})
    media = (whole.get("extended_entities") or post.get("extended_entities") or entities).get("media", [])
    author = post.get("user", {})
    answers = post.get("in_reply_to_status_id_str") or ""
    to_us = post.get("in_reply_to_user_id_str") == account or any(
        mention.get("id_str") == account for mention in entities.get("user_mentions", [])
    )
    return _heard(
        post["id_str"],
        account,
        author=str(author.get("id_str", "")),
        name=str(author.get("name", "")),
        words=whole.get("full_text") or post.get("full_text") or post.get("text", ""),
        photos=[one["media_url_https"] for one in media if one.get("type") == "photo"],
        answers=answers,
        thread=answers or post["id_str"],
        for_us=to_us and "retweeted_status" not in post,
        sent=datetime.strptime(post["created_at"], SENT) if post.get("created_at") else None,
        language=post.get("lang", ""),
    )


def heard_in_page(page: dict[str, Any], account: str) -> list[Heard]:
    """The posts of a page of mentions, the oldest first."""
    beside = page.get("includes", {})
    names = {user["id"]: user.get("name", "") for user in beside.get("users", [])}
    media = {one["media_key"]: one for one in beside.get("media", [])}
    return [_of_api(post, account, names, media) for post in reversed(page.get("data", []))]


def _of_api(post: dict[str, Any], account: str, names: dict[str, str], media: dict[str, Any]) -> Heard:
    keys = post.get("attachments", {}).get("media_keys", [])
    shown = [media[key] for key in keys if key in media]
    referred = {one["type"]: one["id"] for one in post.get("referenced_tweets", [])}
    return _heard(
        post["id"],
        account,
        author=post.get("author_id", ""),
        name=names.get(post.get("author_id", ""), ""),
        words=post.get("note_tweet", {}).get("text") or post.get("text", ""),
        photos=[one["url"] for one in shown if one.get("type") == "photo" and one.get("url")],
        answers=referred.get("replied_to", ""),
        thread=post.get("conversation_id", post["id"]),
        for_us="retweeted" not in referred,
        sent=datetime.fromisoformat(post["created_at"]) if post.get("created_at") else None,
        language=post.get("lang", ""),
    )


def _heard(
    post: str,
    account: str,
    *,
    author: str,
    name: str,
    words: str,
    photos: list[str],
    answers: str,
    thread: str,
    for_us: bool,
    sent: datetime | None,
    language: str,
) -> Heard:
    if author == account:
        return Heard(external_id=MARK + post, kind=Kind.OWN)
    if not for_us or not author:
        return Heard(external_id=MARK + post, kind=Kind.IGNORE)
    said = cleaned(words, photos=bool(photos))
    return Heard(
        external_id=MARK + post,
        author=Contact(name=name, handle=f"twitter:{author}"),
        proven=("handle",),
        words=said,
        photos=fetch_all(photos, Source(HOSTS, x.api())),
        language="en" if language == "en" else "id",
        sent_at=sent,
        thread=THREAD + thread,
        # Our replies are known by their receipts, theirs by the ids of earlier messages.
        references=(answers, MARK + answers) if answers else (),
        carrier="x",
        verb=follow_ups.verb_in(said) if answers else "",
        kind=follow_ups.kind_of(said),
    )


def cleaned(words: str, *, photos: bool) -> str:
    """The words without the names they are addressed to and without the link that stands for a photo."""
    words = MENTIONS_BEFORE.sub("", html.unescape(words))
    return (SHORT_LINK.sub("", words) if photos else words).strip()
