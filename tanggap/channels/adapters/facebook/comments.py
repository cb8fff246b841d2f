"""Comments, and posts of visitors on the city's page: the webhook field ``feed`` and the feed itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tanggap.accounts.contact import Contact
from tanggap.carriers import meta
from tanggap.channels.adapters import follow_ups
from tanggap.channels.adapters.media import Source, fetch_all
from tanggap.channels.heard import Heard, Kind

THREAD = "thread:"
KINDS = ("comment", "post")
ITEMS = {"comment": "comment", "post": "post", "status": "post", "photo": "post"}
"""Which items of the feed are somebody's words; likes, shares and edits by others are not."""

HOSTS = ("fbcdn.net", "fbsbx.com")
SENT = "%Y-%m-%dT%H:%M:%S%z"


def source() -> Source:
    """Where photos of Facebook lie."""
    return Source(HOSTS, meta.api("FACEBOOK"))


def heard(value: dict[str, Any], page: str) -> Heard:
    """One change of the feed."""
    kind = ITEMS.get(value.get("item", ""), "")
    own = str(value.get("comment_id") or value.get("post_id") or "")
    if not kind or value.get("verb") not in ("add", None):
        return Heard(
            external_id=f"{value.get('item')}:{value.get('verb')}:{own}:{value.get('created_time')}", kind=Kind.IGNORE
        )
    stamp = value.get("created_time")
    photos = [value["photo"]] if value.get("photo") else []
    photos += value.get("photos", [])
    if value.get("item") == "photo" and value.get("link"):
        photos += [value["link"]] if not photos else []
    return _heard(
        kind,
        own,
        page,
        author=value.get("from", {}),
        words=value.get("message", ""),
        photos=photos,
        parent=str(value.get("parent_id", "")),
        post=str(value.get("post_id", "")),
        sent=datetime.fromtimestamp(int(stamp), UTC) if stamp else None,
    )


def query(since: str) -> dict[str, str]:
    """What to ask of the feed: the latest posts with their latest comments since then."""
    fields = "id,message,from,created_time,attachments{media,type,subattachments}"
    answers = f"comments.filter(stream).order(reverse_chronological).since({since}).limit(100)"
    return {"fields": f"{fields},{answers}{{id,message,from,created_time,parent{{id}},attachment}}", "limit": "25"}


def newest(feed: dict[str, Any]) -> int:
    """When the last thing in a feed was written, in Unix seconds; 0 for an empty one."""
    times = [thing["created_time"] for post in feed.get("data", []) for thing in (post, *_comments(post))]
    return max((int(datetime.strptime(time, SENT).timestamp()) for time in times), default=0)


def heard_in_feed(feed: dict[str, Any], page: str) -> list[Heard]:
    """Everything in a page of the feed, the oldest post first; what was heard before is known by its id."""
    found = []
    for post in reversed(feed.get("data", [])):
        attached = post.get("attachments", {}).get("data", [])
        found.append(_of_feed("post", post, page, photos=[_picture(one) for one in attached], post=post["id"]))
        for comment in reversed(_comments(post)):
            pictures = [_picture(comment["attachment"])] if comment.get("attachment") else []
            parent = str(comment.get("parent", {}).get("id", ""))
            found.append(_of_feed("comment", comment, page, photos=pictures, post=post["id"], parent=parent))
    return found


def _of_feed(kind: str, thing: dict[str, Any], page: str, *, photos: list[str], post: str, parent: str = "") -> Heard:
    return _heard(
        kind,
        thing["id"],
        page,
        author=thing.get("from", {}),
        words=thing.get("message", ""),
        photos=[photo for photo in photos if photo],
        parent=parent,
        post=post,
        sent=datetime.strptime(thing["created_time"], SENT),
    )


def _heard(
    kind: str,
    own: str,
    page: str,
    *,
    author: dict[str, Any],
    words: str,
    photos: list[str],
    parent: str,
    post: str,
    sent: datetime | None,
) -> Heard:
    who = str(author.get("id", ""))
    if who == page:
        return Heard(external_id=f"{kind}:{own}", kind=Kind.OWN)
    if not who or not own:
        return Heard(external_id=f"{kind}:{own}", kind=Kind.IGNORE)
    # A comment on a post stands alone; an answer to a comment belongs to that comment.
    answers = parent if kind == "comment" and parent and parent != post else ""
    return Heard(
        external_id=f"{kind}:{own}",
        author=Contact(name=str(author.get("name", "")), handle=f"facebook:{who}"),
        proven=("handle",),
        words=words,
        photos=fetch_all(photos, source()),
        sent_at=sent,
        thread=THREAD + (answers or own),
        references=(answers, f"comment:{answers}") if answers else (f"post:{post}",) if kind == "comment" else (),
        carrier="facebook",
        verb=follow_ups.verb_in(words) if answers or kind == "comment" else "",
    )


def _comments(post: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = post.get("comments", {}).get("data", [])
    return found


def _picture(attachment: dict[str, Any]) -> str:
    return str(attachment.get("media", {}).get("image", {}).get("src", ""))
