"""What the bot knows. A table is a noun of the product; due times are columns."""

from models.tables.campaigns import Audience, Campaign, Coupon, Variant
from models.tables.cases import Case, Line, Tick
from models.tables.nudges import Nudge
from models.tables.people import Consent, Erasure, Mute, Person, Wizard
from models.tables.referrals import Referral
from models.tables.staff import Act, Invitation
from models.tables.states import (
    STAFF,
    CampaignState,
    CaseState,
    Closing,
    FirstBatch,
    NudgeState,
    Pause,
    Proof,
    Publish,
    Role,
    SurveyState,
    Wish,
)
from models.tables.surveys import Chip, Reason, Response, Survey, Touchpoint
from models.tables.table import Table

__all__ = [
    "STAFF",
    "Act",
    "Audience",
    "Campaign",
    "CampaignState",
    "Case",
    "CaseState",
    "Chip",
    "Closing",
    "Consent",
    "Coupon",
    "Erasure",
    "FirstBatch",
    "Invitation",
    "Line",
    "Mute",
    "Nudge",
    "NudgeState",
    "Pause",
    "Person",
    "Proof",
    "Publish",
    "Reason",
    "Referral",
    "Response",
    "Role",
    "Survey",
    "SurveyState",
    "Table",
    "Tick",
    "Touchpoint",
    "Variant",
    "Wish",
    "Wizard",
]
