"""What each table keeps of a person: the one list that /mydata tells by and /forget erases by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import InstrumentedAttribute

from models.tables import (
    Act,
    Audience,
    Campaign,
    Case,
    Chip,
    Consent,
    Coupon,
    Invitation,
    Line,
    Mute,
    Nudge,
    Person,
    Reason,
    Referral,
    Response,
    Survey,
    Table,
    Tick,
    Touchpoint,
    Variant,
    Wizard,
)

Column = InstrumentedAttribute[Any] | ColumnElement[Any]
STAYS: Mapping[str, Any] = {}
"""Nothing in these rows tells who it was: numbers go on counting them."""
GOES = None
"""The rows are deleted."""


@dataclass(frozen=True, slots=True)
class Belongings:
    table: type[Table]
    of: Callable[[Person], ColumnElement[bool]]
    told: tuple[Column, ...]
    """What /mydata shows of them. The rest is the bot's own bookkeeping, or somebody else's."""
    erased: Mapping[str, Any] | None
    """What /forget leaves in place of what was there."""


def _answers_of(who: Person) -> Select[Any]:
    return select(Response.id).where(Response.customer_id == who.id)


def _cases_of(who: Person) -> Select[Any]:
    return select(Case.id).where(Case.customer_id == who.id)


def _touchpoint(column: Column) -> Column:
    name = select(Touchpoint.name).where(Touchpoint.id == column)
    return name.scalar_subquery().label("touchpoint")


BELONGINGS: dict[str, Belongings] = {
    "person": Belongings(
        Person,
        lambda who: Person.id == who.id,
        (
            Person.telegram_id,
            Person.name,
            Person.username,
            Person.language,
            Person.zone,
            Person.birth_month,
            Person.birth_day,
            Person.role,
            Person.granted_role,
            Person.code.label("code_of_personal_link"),
            _touchpoint(Person.touchpoint_id),
            Person.met_at,
            Person.started_at,
            Person.consented_at,
            Person.offers_at,
            Person.offers_asked_at,
            Person.stopped_at,
            Person.blocked_at,
            Person.survey_at.label("next_survey_at"),
            Person.referral_at.label("next_referral_prompt_at"),
            Person.referral_shown_at,
            Person.referral_tapped_at,
            Person.shared_at,
            Person.greeting_at.label("next_greeting_at"),
            Person.invitation_at.label("next_birthday_invitation_at"),
            Person.bucket.label("chance_group"),
        ),
        # `erasure` gives a code and a language that are nobody's: they can't be empty.
        {
            "telegram_id": None,
            "name": "",
            "username": None,
            "zone": None,
            "birth_month": None,
            "birth_day": None,
            "granted_role": None,
            "touchpoint_id": None,
            "consented_at": None,
            "offers_at": None,
            "offers_asked_at": None,
            "survey_at": None,
            "referral_at": None,
            "greeting_at": None,
            "invitation_at": None,
        },
    ),
    "consents": Belongings(
        Consent,
        lambda who: Consent.person_id == who.id,
        (Consent.kind, Consent.given, Consent.at, Consent.text_version, Consent.source),
        GOES,
    ),
    "topics_switched_off": Belongings(
        Mute, lambda who: Mute.person_id == who.id, (Mute.topic, Mute.at), GOES
    ),
    "surveys": Belongings(
        Survey,
        lambda who: Survey.customer_id == who.id,
        (
            Survey.id,
            Survey.state,
            Survey.source,
            _touchpoint(Survey.touchpoint_id),
            Survey.wording.label("wording_version"),
            Survey.due_at,
            Survey.asked_at,
            Survey.remind_at,
            Survey.expires_at,
        ),
        {"message_id": None},
    ),
    "answers": Belongings(
        Response,
        lambda who: Response.customer_id == who.id,
        (
            Response.id,
            Response.survey_id,
            Response.score,
            Response.answered_at,
            Response.why_closes_at.label("reason_may_be_added_until"),
            Response.thanked_at,
            Response.publish_asked_at,
            Response.publish.label("may_be_published"),
        ),
        {"why_message_id": None, "publish_asked_at": None, "publish": None},
    ),
    "reasons": Belongings(
        Reason,
        lambda who: Reason.response_id.in_(_answers_of(who)),
        (
            Reason.response_id.label("answer_id"),
            Reason.kind,
            Reason.text,
            Reason.file_id.label("telegram_file_id"),
            Reason.at,
            Reason.publishable.label("may_be_published"),
        ),
        GOES,
    ),
    "subjects_of_reasons": Belongings(
        Chip,
        lambda who: Chip.response_id.in_(_answers_of(who)),
        (Chip.response_id.label("answer_id"), Chip.name),
        GOES,
    ),
    "cases": Belongings(
        Case,
        lambda who: Case.customer_id == who.id,
        (
            Case.response_id.label("answer_id"),
            Case.state,
            Case.opened_at,
            Case.called_at,
            Case.since.label("waiting_since"),
            Case.answered_at,
            Case.closed_at,
            Case.check_at.label("asked_whether_solved_at"),
            Case.recovered_at.label("solved_at"),
            Case.reask_at.label("asked_again_at"),
        ),
        {"close_reason": None},
    ),
    "wishes_met": Belongings(Tick, lambda who: Tick.case_id.in_(_cases_of(who)), (), STAYS),
    "conversation": Belongings(
        Line,
        lambda who: Line.case_id.in_(_cases_of(who)),
        (
            Line.by_staff.label("by_the_business"),
            Line.kind,
            Line.html.label("words"),
            Line.file_id.label("telegram_file_id"),
            Line.at,
            Line.edited_at,
        ),
        GOES,
    ),
    "messages_of_the_bot": Belongings(
        Nudge,
        lambda who: Nudge.person_id == who.id,
        (
            Nudge.kind,
            Nudge.state,
            Nudge.reason,
            Nudge.due_at,
            Nudge.good_until,
            Nudge.sent_at,
            Nudge.put_off,
            Nudge.first_due_at,
            Nudge.ended_at,
            Nudge.tapped_at.label("button_tapped_at"),
        ),
        {"about": None, "message_id": None},
    ),
    "coupons": Belongings(
        Coupon,
        lambda who: Coupon.person_id == who.id,
        (
            Coupon.code.label("code_of_coupon"),
            Coupon.made_at,
            Coupon.expires_at,
            Coupon.redeemed_at,
        ),
        {"warn_at": None},
    ),
    "unfinished_conversations": Belongings(
        Wizard,
        lambda who: Wizard.telegram_id == who.telegram_id,
        (Wizard.state, Wizard.data),
        GOES,
    ),
    # A friend's row is half somebody else's: `mydata` tells only that it is there.
    "referrals_as_inviter": Belongings(
        Referral, lambda who: Referral.inviter_id == who.id, (), STAYS
    ),
    "referrals_as_friend": Belongings(
        Referral, lambda who: Referral.friend_id == who.id, (), STAYS
    ),
    # The rest is of the staff, and of those who were.
    "campaigns": Belongings(
        Campaign,
        lambda who: Campaign.admin_id == who.id,
        (Campaign.state, Campaign.created_at, Campaign.confirmed_at, Campaign.done_at),
        {"progress_message_id": None},
    ),
    "contents_of_campaigns": Belongings(
        Variant,
        lambda who: Variant.campaign_id.in_(select(Campaign.id).where(Campaign.admin_id == who.id)),
        (),
        {"content": {"chat_id": 0, "parts": [], "message_ids": []}},
    ),
    "audiences_kept": Belongings(
        Audience, lambda who: Audience.made_by_id == who.id, (Audience.made_at,), STAYS
    ),
    "coupons_taken_in": Belongings(
        Coupon, lambda who: Coupon.redeemed_by_id == who.id, (Coupon.redeemed_at,), STAYS
    ),
    "invitations_made": Belongings(
        Invitation,
        lambda who: Invitation.made_by_id == who.id,
        (Invitation.role, Invitation.made_at, Invitation.expires_at),
        STAYS,
    ),
    "invitations_used": Belongings(
        Invitation,
        lambda who: Invitation.used_by_id == who.id,
        (Invitation.role, Invitation.used_at),
        STAYS,
    ),
    "cases_taken": Belongings(
        Case, lambda who: Case.taken_by_id == who.id, (Case.taken_at,), STAYS
    ),
    "cases_closed": Belongings(
        Case,
        lambda who: Case.closed_by_id == who.id,
        (Case.closed_at, Case.closing),
        {"close_reason": None},
    ),
    "wishes_ticked": Belongings(
        Tick, lambda who: Tick.by_id == who.id, (Tick.wish, Tick.at), STAYS
    ),
    "lines_as_staff": Belongings(
        Line,
        lambda who: (Line.sender_id == who.id) & Line.by_staff,
        (Line.kind, Line.at),
        {"html": None, "file_id": None},
    ),
    "referrals_proven": Belongings(
        Referral, lambda who: Referral.proven_by_id == who.id, (Referral.proven_at,), STAYS
    ),
    "acts_as_staff": Belongings(
        Act, lambda who: Act.person_id == who.id, (Act.kind, Act.at), STAYS
    ),
}
