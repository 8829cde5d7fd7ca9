"""A stand-in for Zalo, written from what is known of the platform and from nothing of the product."""

from channels.zalo.sandbox.grants import ACCESS_TOKEN, APP_ID, APP_SECRET, REFRESH_TOKEN
from channels.zalo.sandbox.official_account import OA_ID, Sandbox

__all__ = ["ACCESS_TOKEN", "APP_ID", "APP_SECRET", "OA_ID", "REFRESH_TOKEN", "Sandbox"]
