"""Cities are found by the names that people type."""

import pytest

from views.places import LIKELY, city_of, find, listed, zones

KAZAN = ["Казань"]


@pytest.mark.parametrize("typed", ["Казань", "казань", "  КАЗАНЬ ", "Kazan", "Казан", "г. Казань"])
def test_a_city_is_found_however_it_is_written(typed: str) -> None:
    assert [place.ru for place in find(typed)] == KAZAN


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Орел", "Europe/Moscow"),
        ("Орёл", "Europe/Moscow"),
        ("ростов на дону", "Europe/Moscow"),
        ("спб", "Europe/Moscow"),
        ("Пермь", "Asia/Yekaterinburg"),
        ("Тюмень", "Asia/Yekaterinburg"),
        ("Хабаровск", "Asia/Vladivostok"),
        ("Владивосток", "Asia/Vladivostok"),
        ("Нью Йорк", "America/New_York"),
        ("Tokyo", "Asia/Tokyo"),
        ("Киев", "Europe/Kiev"),
        ("Алма-Ата", "Asia/Almaty"),
    ],
)
def test_a_city_has_its_zone(typed: str, zone: str) -> None:
    assert [place.zone for place in find(typed)] == [zone]


def test_a_whole_name_is_not_confused_with_a_longer_one() -> None:
    assert [place.ru for place in find("Ростов")] == ["Ростов-на-Дону"]
    assert [place.ru for place in find("Влад")] == ["Владимир", "Владикавказ", "Владивосток"]


def test_a_slip_of_the_finger_is_forgiven() -> None:
    assert "Челябинск" in [place.ru for place in find("Челябинкс")]


@pytest.mark.parametrize("typed", ["", " ", "к", "?!", "г.", "Зурбаган", "а" * 4096, "‮", "с"])
def test_what_is_no_city_finds_none(typed: str) -> None:
    assert find(typed) == []


def test_more_than_can_be_chosen_from_is_none() -> None:
    assert find("са") == []


def test_a_city_goes_by_its_name_in_either_language() -> None:
    [place] = find("moscow")
    assert (place.named("ru"), place.named("en")) == ("Москва", "Moscow")
    assert (city_of("Asia/Yekaterinburg", "ru"), city_of("Asia/Yekaterinburg", "en")) == (
        "Екатеринбург",
        "Yekaterinburg",
    )


@pytest.mark.parametrize("zone", LIKELY)
def test_each_likely_zone_has_a_russian_name(zone: str) -> None:
    assert city_of(zone, "ru").isalpha()
    assert city_of(zone, "ru") != city_of(zone, "en")


def test_each_listed_city_has_a_zone_that_exists() -> None:
    cities = list(listed())
    assert len(cities) > 100
    assert {place.zone for place in cities} <= zones()
    for place in cities:
        assert place in find(place.ru), place
        assert place in find(place.en), place


def test_every_zone_fits_into_a_button() -> None:
    assert max(len(f"zone:{zone}".encode()) for zone in zones()) <= 64
