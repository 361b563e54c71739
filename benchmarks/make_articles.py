"""Write deterministic news articles of about 700 words, no two alike: plain text with the day in the file's name.

    python benchmarks/make_articles.py 1000 articles/
    python benchmarks/make_articles.py 100000 feed.xml      # the entries of an RSS feed, of about 60 words each

A day of the made-up world has about as many happenings as articles; an article tells one of them at length and several
of the days before in passing, so that articles share happenings, as those of a week do.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

FIRST_DAY = date(2022, 3, 1)
DAYS = 300
BACK = 4
# Towns with the country as the text names it.
TOWNS = (
    *(("Kharkiv", "Ukraine"), ("Odesa", "Ukraine"), ("Kherson", "Ukraine"), ("Dnipro", "Ukraine"), ("Lviv", "Ukraine")),
    *(("Omsk", "Russia"), ("Saratov", "Russia"), ("Tomsk", "Russia"), ("Kazan", "Russia"), ("Makhachkala", "Russia")),
    *(("Tbilisi", "Georgia"), ("Batumi", "Georgia"), ("Almaty", "Kazakhstan"), ("Helsinki", "Finland")),
    *(("Lagos", "Nigeria"), ("Kano", "Nigeria"), ("Maiduguri", "Nigeria"), ("Nairobi", "Kenya"), ("Goma", "Congo")),
    *(("Bogota", "Colombia"), ("Cali", "Colombia"), ("Lima", "Peru"), ("Cusco", "Peru"), ("La Paz", "Bolivia")),
    *(
        ("Karachi", "Pakistan"),
        ("Quetta", "Pakistan"),
        ("Srinagar", "India"),
        ("Imphal", "India"),
        ("Dhaka", "Bangladesh"),
    ),
    *(("Tehran", "Iran"), ("Baghdad", "Iraq"), ("Basra", "Iraq"), ("Aleppo", "Syria"), ("Beirut", "Lebanon")),
    *(("Paris", "France"), ("Marseille", "France"), ("Naples", "Italy"), ("Athens", "Greece"), ("Izmir", "Turkey")),
    *(("Manila", "the Philippines"), ("Davao", "the Philippines"), ("Jakarta", "Indonesia"), ("Yangon", "Myanmar")),
)
HAPPENINGS = (
    "{many} people were killed when a bomb exploded at a market in {town}",
    "about {many} protesters marched through {town} against the new law",
    "police in {town} detained at least {many} people at an unsanctioned rally",
    "gunmen kidnapped {many} villagers near {town}",
    "a recruitment office in {town} was set on fire with petrol bombs",
    "voters in {town} went to the polls in a regional election",
    "more than {many} families were evacuated from {town} as the river rose",
    "shelling of {town} wounded {many} civilians",
    "robbers took {many} million from a bank in {town}",
    "border guards near {town} turned back {many} lorries",
    "about {many} troops were deployed to {town}",
    "an earthquake near {town} destroyed {many} houses",
    "{country} closed its border crossing near {town}",
    "{country} imposed sanctions on {many} officials after the clashes in {town}",
)
SPEAKERS = (
    *("police said", "a local official said", "the governor's office said", "the defence ministry said"),
    *("witnesses told reporters", "a hospital spokesman said", "the mayor said", "state television reported"),
    *("according to the regional prosecutor", "a rights group said", "residents said", "the Interior Ministry said"),
)
WHENS = ("on {weekday}", "on {weekday} night", "on {month} {day}", "early on {weekday}", "{ago} days ago", "last week")
SUBJECTS = (
    *("The government", "Opposition leaders", "Shopkeepers", "The opposition", "Analysts", "Parents of conscripts"),
    *("Farmers", "Aid workers", "The central bank", "Teachers", "Diplomats", "The port authority", "Drivers"),
    *("A parliamentary committee", "Doctors", "Fishermen", "Union leaders", "Engineers", "Church leaders"),
)
VERBS = (
    *("doubt", "have long argued", "complain", "expect", "fear", "insist", "have little hope", "acknowledge"),
    *("had been warned", "repeat", "remain convinced", "believe", "would not say", "have learned", "wonder"),
)
OBJECTS = (
    *("that prices will fall again", "that the roads to the south stay open", "that talks can be resumed"),
    *("that the wheat harvest was the poorest in a decade", "that the harbour needs repairs", "that trust is gone"),
    *("that the ferry service is reliable", "that schools have enough books", "that the court is independent"),
    *("that a second inquiry would find more", "that the railway is to be sold", "that rents have doubled"),
    *("that water is short in the upper town", "that the old bridge can carry the traffic", "that pay is late"),
)
TAILS = (
    *("although nobody has shown figures", "as they have done for years", "and few people in {town} disagree"),
    *("despite promises from the capital", "while the newspapers look elsewhere", "which surprised their neighbours"),
    *("even where shops are open again", "and the season has only begun", "in spite of the weather in {country}"),
    *("but the budget for it is small", "with the feast only a few weeks away", "though not in public"),
)


@dataclass(frozen=True, slots=True)
class Happening:
    """One of the world: what is told of it, where, and on which day."""

    words: str
    town: str
    country: str
    day: date


@dataclass(frozen=True, slots=True)
class World:
    """So many articles in 300 days, each of about so many words."""

    articles: int
    words: int
    seed: int

    @property
    def daily(self) -> int:
        """Happenings, and at most as many articles, of a day."""
        return max(3, -(-self.articles // DAYS))

    def happening(self, number: int) -> Happening:
        """The happening of that number."""
        chance = Random(f"{self.seed} happening {number}")
        town, country = chance.choice(TOWNS)
        told = chance.choice(HAPPENINGS).format(many=chance.randint(2, 900), town=town, country=country)
        return Happening(told, town, country, FIRST_DAY + timedelta(number // self.daily))

    def article(self, number: int) -> tuple[date, str, str]:
        """The day, the title and the text of the article of that number."""
        chance = Random(f"{self.seed} article {number}")
        today = FIRST_DAY + timedelta(number * DAYS // self.articles + BACK)
        newest = self.daily * (today - FIRST_DAY).days
        main = self.happening(newest - chance.randint(0, self.daily))
        paragraphs = [f"{main.town.upper()} - {_reported(chance, main, today)}"]
        length = len(paragraphs[0].split())
        while length < self.words:
            sentences = [_remark(chance, main.town, main.country) for _ in range(chance.randint(1, 3))]
            if chance.random() < 0.4:
                other = self.happening(newest - chance.randint(0, BACK * self.daily))
                sentences.insert(chance.randint(0, len(sentences)), _reported(chance, other, today))
            paragraphs.append(" ".join(sentences))
            length += len(paragraphs[-1].split())
        return today, main.words[0].upper() + main.words[1:], "\n\n".join(paragraphs)


def _reported(chance: Random, told: Happening, today: date) -> str:
    when = chance.choice(WHENS).format(
        weekday=f"{told.day:%A}", month=f"{told.day:%B}", day=told.day.day, ago=max((today - told.day).days, 2)
    )
    sentence = f"{told.words} {when}, {chance.choice(SPEAKERS)}."
    return sentence[0].upper() + sentence[1:]


def _remark(chance: Random, town: str, country: str) -> str:
    told = " ".join(chance.choice(words) for words in (SUBJECTS, VERBS, OBJECTS))
    return f"{told}, {chance.choice(TAILS).format(town=town, country=country)}."


def write_articles(folder: Path, world: World) -> None:
    """The articles as text files, named by their day."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(world.articles):
        day, title, text = world.article(number)
        (folder / f"{day}-{number:06}.txt").write_text(f"{title}\n\n{text}\n", encoding="utf-8")


def write_feed(path: Path, world: World) -> None:
    """The articles as the entries of one RSS feed."""
    with path.open("w", encoding="utf-8") as out:
        out.write('<?xml version="1.0"?>\n<rss version="2.0"><channel><title>The Daily Measure</title>\n')
        out.writelines(_entry(world, number) for number in range(world.articles))
        out.write("</channel></rss>\n")


def _entry(world: World, number: int) -> str:
    day, title, text = world.article(number)
    link = f"https://measure.example/{number}"
    at = format_datetime(datetime(day.year, day.month, day.day, 18, tzinfo=UTC))
    return (
        f"<item><title>{escape(title)}</title><link>{link}</link><guid>{link}</guid>"
        f"<pubDate>{at}</pubDate><description>{escape(text)}</description></item>\n"
    )


def main() -> None:
    """Parse the words and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    if told.out.suffix == ".xml":
        write_feed(told.out, World(told.count, words=60, seed=told.seed))
    else:
        write_articles(told.out, World(told.count, words=700, seed=told.seed))


if __name__ == "__main__":
    main()
