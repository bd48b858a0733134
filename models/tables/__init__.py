"""What the bot knows. A table is a noun of the product; due times are columns."""

from models.tables.cases import Case, Line, Tick
from models.tables.nudges import Campaign, Nudge
from models.tables.people import Consent, Erasure, Mute, Person, Wizard
from models.tables.referrals import Referral
from models.tables.staff import Act, Invitation
from models.tables.states import (
    STAFF,
    CampaignState,
    CaseState,
    Closing,
    NudgeState,
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
    "Campaign",
    "CampaignState",
    "Case",
    "CaseState",
    "Chip",
    "Closing",
    "Consent",
    "Erasure",
    "Invitation",
    "Line",
    "Mute",
    "Nudge",
    "NudgeState",
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
    "Wish",
    "Wizard",
]
