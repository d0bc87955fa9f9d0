"""Pages: made on the server, in Chinese, without a network."""

from api.pages.views import Pages

__all__ = ["Pages"]
