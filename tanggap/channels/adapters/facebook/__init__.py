"""Facebook: comments, posts on the page, Messenger."""
