"""How Zalo says no: codes and their words, with Zalo's own misspellings. HTTP stays 200 throughout."""

from __future__ import annotations

SAYINGS = {
    -32: "Your application reached limit call api",
    -100: "attachment_id was expired",
    -200: "Send message failed",
    -204: "Offical Account is disable",
    -205: "Offical Account is not exist",
    -209: "Not supported this api",
    -210: "Parameter exceeds allowable limit",
    -211: "Out of quota",
    -212: "App has not registed this api",
    -213: "User has not followed OA",
    -214: "Article is being processed",
    -216: "Access token is invalid",
    -219: "App is removed or disabled",
    -220: "access_token is expired or removed",
    -221: "The OA needs to be verified to use this feature",
    -223: "Your OA has reach the limit quota create article",
    -224: "The OA needs to upgrade OA Tier Package to use this feature",
    -227: "User is banned or has been inactive for more than 45 days",
    -233: "message type is invalid or not support",
    -234: "This message cannot be sent at night (10:00PM - 6:00AM)",
    -235: "This API does not support this type of OA",
    -240: "MessageV2 API has been shut down, please switch to MessageV3",
    -242: "Invalid appsecret_proof provided in the API argument",
    -248: "Violates our platform standards",
    -320: "Your app needs to be connected to a Zalo Cloud Account",
    -321: "Zalo Cloud Account is out of money",
}
UNAUTHORIZED = "Official Account has not authorized this API"  # the other thing that -223 may mean
OA_LIMIT = "Your OA reached limit call api"  # the other thing that -32 may mean


class No(Exception):
    """The request is turned down with this code."""

    def __init__(self, code: int, message: str = "") -> None:
        super().__init__(message or SAYINGS.get(code, f"error {code}"))
        self.code = code


def invalid(name: str) -> No:
    """-201 for the field of this name, in the platform's words."""
    return No(-201, f"{name} is invalid!")
