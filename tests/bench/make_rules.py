#!/usr/bin/env python3
"""Makes rule files for measuring: as many words and regexes as asked for, the same for the same seed.

  make_rules.py --words 489 --regexes 60 --seed 1 -o FOLDER

Writes FOLDER/rules.toml for cm, FOLDER/words.txt and FOLDER/regexes.txt for other tools. The first
words are ordinary ones that people write (so that comments hit), the others are made of syllables in
four ways of writing. Among the regexes are hard ones: Unicode classes, counted repeats, alternatives
in a row, and some without any letter that a text must have.
"""
import argparse
import os
import random

PLAIN = """shit fuck* bitch* asshole* bastard idiot* stupid loser moron* crap bullshit damn dumb* liar scam* fraud
refund cancel* delay* rude worst terrible awful horrible broken useless garbage trash joke* ridiculous disgusting
merde* putain connard* salope* encul* con conne* batard* arnaque* voleur* nul* honte* menteur* escroc* pourri*
degage* ordure racaille* minable* incompetent* scandale* remboursement resilier panne*
كلب* حمار* زبال* قذر* حقير* كذاب* نصاب* حرامي* فاشل* سيء* غبي* وسخ* خنزير* كلاب تافه*
hmar* kelb* zebi* 9ahba* 7mar* khra* nayek* t7an* mkalkh* 9wed* wled l9a7ba""".split()
PHRASES = """waste of money|piece of crap|shut up|go to hell|never again|tu me fais chier|ferme la|va te faire*|
fils de pute*|service client nul|ابن الكلب|يلعن ابوك|حسبي الله|خدمة سيئة|sir t9awed|allah yna3l""".replace("\n", "").split("|")

EN = ["ba", "cro", "den", "fil", "gra", "hum", "jot", "kel", "lim", "mor", "nas", "pel", "qui", "rud", "ster", "tov", "ulm",
      "vex", "wig", "yan", "zor", "blun", "dril", "snat"]
FR = ["cha", "dre", "eau", "fou", "gne", "isse", "lou", "mai", "neu", "oir", "pri", "quoi", "rou", "sau", "tion", "veu", "trou", "plu"]
AZ = ["3a", "7e", "9a", "kh", "ch", "ou", "ra", "be", "di", "la", "ni", "sa", "ti", "wa", "za", "5o", "2i"]
AR = list("ابتثجحخدذرزسشصضطظعغفقكلمنهوي")

REGEX_SHAPES = [
    r"{a}(?:ing|ed|er)? (?:the|my|your) {b}",
    r"(?:never|not|no) (?:{a}|{b}|{c})",
    r"{a}.{{0,20}}{b}",
    r"{a}s? (?:is|are|was) (?:so |very )?{b}",
    r"(?:{a}|{b}) (?:de|du|des|la|le) {c}",
    r"ne {a}[a-z]* (?:pas|plus|jamais)",
    r"{a}[aeiou]{{1,3}}{b}",
    r"{d} ?(?:يا|في|من) ?{e}",
    r"(?:{d}|{e})(?:ون|ين|ات)?",
    r"{d}.{{0,10}}{e}",
    r"{a}(?:k|kum|hom|ha) {b}",
    r"(?i){a}[\s.,-]*{b}",
    r"call (?:me )?(?:on |at )?{a}",
    r"(?:win|won|gagne[rz]?) (?:a |un |une )?{a}",
]
HARD_WITH_LITERAL = [
    r"{a}\pL{{2,8}} \pL+{b}",
    r"\pL{{3,}}{a}\pN{{1,3}}",
    r"(?:{a}|{b}|{c}|{f})(?: \pL+){{0,4}} (?:{g}|{h})",
    r"[^\s]{{2,10}}{a}[^\s]{{2,10}}",
]
HARD = [
    r"\d{{4}}[ -]?\d{{4}}[ -]?\d{{4}}[ -]?\d{{4}}",
    r"\+?\d{{2,3}}[ .]?\d{{2}}(?:[ .]?\d{{2}}){{3}}",
    r"[!?]{{5,}}",
    r"(?:\p{{Arabic}}{{9,}} ){{3}}",
    r"[$€£] ?\d{{3,}}",
    r"\d+ ?%",
]


def word(rnd, parts, low, high):
    return "".join(rnd.choice(parts) for _ in range(rnd.randint(low, high)))


def made_word(rnd):
    u = rnd.random()
    if u < 0.40:
        return word(rnd, EN, 2, 4)
    if u < 0.65:
        return word(rnd, FR, 2, 3)
    if u < 0.90:
        return word(rnd, AR, 4, 8)
    return word(rnd, AZ, 3, 5)


def make_words(rnd, count):
    words, seen = [], set()
    for one in PLAIN + PHRASES:
        if len(words) < count and one not in seen:
            seen.add(one)
            words.append(one)
    while len(words) < count:
        u = rnd.random()
        one = made_word(rnd) if u < 0.9 else made_word(rnd) + " " + made_word(rnd)
        if rnd.random() < 0.25:
            one += "*"
        if rnd.random() < 0.01:
            one = "*" + one
        if one not in seen:
            seen.add(one)
            words.append(one)
    return words


def make_regexes(rnd, count):
    regexes = []
    latin = [w.strip("*") for w in PLAIN if w.isascii()]
    arabic = [w.strip("*") for w in PLAIN if not w.isascii()]

    def pick(common, parts):
        return rnd.choice(common) if rnd.random() < 0.25 else word(rnd, parts, 2, 3)

    while len(regexes) < count:
        n = len(regexes)
        shape = (HARD[(n // 20) % len(HARD)] if n % 20 == 7
                 else HARD_WITH_LITERAL[(n // 10) % len(HARD_WITH_LITERAL)] if n % 10 == 3
                 else REGEX_SHAPES[n % len(REGEX_SHAPES)])
        names = {k: pick(latin, EN + FR) for k in "abcfgh"}
        names.update({k: pick(arabic, AR) if rnd.random() < 0.5 else word(rnd, AR, 4, 6) for k in "de"})
        one = shape.format(**names)
        if one in regexes:
            one += "(?:" + word(rnd, EN, 1, 2) + ")?"
        regexes.append(one)
    return regexes


def toml_list(items):
    return "[" + ", ".join("'" + item + "'" for item in items) + "]"


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--words", type=int, required=True)
    p.add_argument("--regexes", type=int, required=True)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("-o", "--out", required=True)
    a = p.parse_args()
    rnd = random.Random(a.seed)
    words, regexes = make_words(rnd, a.words), make_regexes(rnd, a.regexes)
    os.makedirs(a.out, exist_ok=True)
    labels = ["profanity", "abuse", "spam", "promotion"]
    lines = ["cm_rules = 1", f'pack = {{ id = "bench.{a.words}.{a.regexes}", version = "{a.seed}", lang = ["*"] }}', ""]
    per_rule = 40
    for n in range(0, len(words), per_rule):
        lines += ["[[rule]]", f'id = "bench.words.{n // per_rule}"', 'severity = "medium"', 'mode = "enforce"',
                  'view = ["fold", "deob"]', f"words = {toml_list(words[n:n + per_rule])}", f"score = {4 + n % 5}",
                  'action = "hide"', f'labels = ["{labels[(n // per_rule) % 4]}"]', ""]
    for n, regex in enumerate(regexes):
        boundary = ("start", "word", "none")[n % 3]
        lines += ["[[rule]]", f'id = "bench.regex.{n}"', 'severity = "low"', 'mode = "enforce"', 'view = ["fold"]',
                  f'boundary = "{boundary}"', f"regex = {toml_list([regex])}", "score = 3", 'action = "flag"',
                  f'labels = ["{labels[n % 4]}"]', ""]
    with open(os.path.join(a.out, "rules.toml"), "w", encoding="utf-8") as f:
        f.write("\n".join(lines))
    for name, rows in (("words.txt", [w.strip("*") for w in words]), ("regexes.txt", regexes)):
        with open(os.path.join(a.out, name), "w", encoding="utf-8") as f:
            f.write("\n".join(rows) + "\n")


if __name__ == "__main__":
    main()
