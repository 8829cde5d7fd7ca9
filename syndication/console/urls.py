"""The console's addresses; the room of doors includes them at the root."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from syndication.console.views import (
    accounts,
    connect,
    decisions,
    deliveries,
    freeze,
    health,
    inbox,
    item,
    notices,
    pictures,
    signing,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", inbox.inbox, name="inbox"),
    path("items/<int:pk>/", item.item, name="item"),
    path("items/<int:pk>/states/", item.states, name="item-states"),
    path("items/<int:pk>/approve/", decisions.approve, name="approve"),
    path("items/<int:pk>/plan/", decisions.plan, name="plan"),
    path("items/<int:pk>/label/", decisions.label, name="label"),
    path("items/<int:pk>/withdraw/", decisions.withdraw, name="withdraw"),
    path("deliveries/", deliveries.deliveries, name="deliveries"),
    path("deliveries/<int:pk>/", deliveries.delivery, name="delivery"),
    path("deliveries/<int:pk>/reschedule/", decisions.reschedule, name="reschedule"),
    path("deliveries/<int:pk>/broadcast/", decisions.push, name="broadcast"),
    path("deliveries/<int:pk>/resolve/", deliveries.resolve, name="resolve"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/connected/", connect.callback, name="connected"),
    path("accounts/choosing/<int:pk>/", connect.choose, name="choose"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("accounts/<int:pk>/connect/", connect.connect, name="account-connect"),
    path("accounts/<int:pk>/answer/", connect.answer, name="account-answer"),
    path("accounts/<int:pk>/paste/", connect.paste, name="account-paste"),
    path("accounts/<int:pk>/owner/", accounts.owner, name="account-owner"),
    path("accounts/<int:pk>/check/", accounts.check, name="account-check"),
    path("accounts/<int:pk>/pause/", accounts.pause, name="account-pause"),
    path("accounts/<int:pk>/resume/", accounts.resume, name="account-resume"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<int:pk>/seen/", notices.see, name="notice-seen"),
    path("freeze/", freeze.freeze, name="freeze"),
    path("freeze/begin/", freeze.begin, name="freeze-begin"),
    path("freeze/end/", freeze.end, name="freeze-end"),
    path("blob/<str:sha256>", pictures.blob, name="blob"),
    path("media/<str:name>.jpg", pictures.media, name="media"),
    path("media/<str:name>.mp4", pictures.media, name="film"),
    path("login/", signing.login, name="login"),
    path("logout/", signing.logout, name="logout"),
    path("language/", signing.language, name="set-language"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("wall", health.wall, name="wall"),
]
