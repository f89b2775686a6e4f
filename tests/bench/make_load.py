#!/usr/bin/env python3
"""Makes a stream of invented comments for measuring, the same for the same seed.

  make_load.py -n 1000000 --seed 1 -o FILE

One comment a line, in the shape of a platform's export, in order of time: English, French, Arabic and
Arabizi from sentence parts below; some with emoji, mentions, links, stretched letters, evasive
spelling, a few very long or tiny ones, some sent again word for word.
"""
import argparse
import datetime
import json
import random

PARTS = {
    "en": (["I ordered a {thing}", "My {thing}", "This {thing}", "Your {place} shop", "The {thing} from {name}",
            "Does anybody know whether the {thing}", "We waited {number} days, and the {thing}", "Honestly your service"],
           ["arrived broken", "is the best I ever had", "never came", "stopped working after {number} days",
            "is a scam", "was charged twice", "looks lovely in the kitchen", "is a piece of crap", "comes in blue",
            "makes me smile every morning", "is waste of money", "deserves more stars than five"],
           ["thanks {name}!", "please answer me.", "shut up {name}", "shame on you", "10/10", "who can help?",
            "I want a refund now", "see you on Monday", "damn it", "you are all idiots", "keep it up", "never again"]),
    "fr": (["Ma commande {number}", "Le {thing}", "Votre boutique de {place}", "J'ai acheté un {thing}, il",
            "Le service client", "Bonjour, est-ce que le {thing}"],
           ["n'est jamais arrivé", "est très bien", "est une honte", "marche à merveille", "ne répond plus",
            "me fait chier", "a été remboursé hier", "est en panne depuis {number} jours", "vaut son prix"],
           ["merci {name} !", "c'est inadmissible", "bande de voleurs", "bon courage à l’équipe", "ferme la {name}",
            "où est passé mon colis ?", "à bientôt", "arnaque", "répondez-moi s'il vous plaît"]),
    "ar": (["طلبت {thing} قبل {number} أيام", "الخدمة عندكم", "المحل في {place}", "يا {name} هل", "المنتج الجديد",
            "أُرِيدُ أن أعرف لماذا الطلب رقم {number}"],
           ["لم يصل بعد", "ممتازة جدا", "خدمة سيئة", "وصل مكسورا", "أفضل من غيره", "كذابين", "سرقتوا فلوسي", "رائع ومفيد",
            "تأخرت كثيرا علينا"],
           ["شكرا لكم", "حسبي الله ونعم الوكيل", "أرجو الرد", "يا حمار", "الله يعطيكم العافية", "لن أشتري منكم مرة أخرى",
            "متى يفتح المحل؟"]),
    "az": (["Had {thing}", "Wach {thing}", "Lkhidma dyalkom", "3afak {name}", "Chrit {thing} men {place}"],
           ["mlih bezzaf", "ma wselch", "khayba 9bi7a", "t9ta3 mora {number} iyam", "zwin w rkhis"],
           ["chokran khouya", "wlah la 3awed", "7chouma 3likom", "ya hmar", "lah ykhlef", "ma3lich"]),
}
LANGUAGES = (("en", 45), ("fr", 25), ("ar", 25), ("az", 5))
NAMES = ("Sam", "Amina", "Jules", "Noor", "Chloé", "Karim", "Robin", "ليلى", "Inès", "Pat", "يوسف", "Zoë", "O’Neil")
THINGS = ("lamp", "teapot", "bicycle", "phone", "chair", "backpack", "camera", "théière", "vélo", "هاتف", "مصباح")
PLACES = ("Riverside", "Old Town", "Bellevue", "Le Port", "المدينة", "Harbour Street")
PLATFORMS = (("facebook", 42), ("instagram", 26), ("youtube", 18), ("x", 10), ("tiktok", 4))
TAILS = ("😂", "❤️", "👍👍", "🙏", "😡😡", "🔥", "🇫🇷", "!!", "...", " ??", " lol", " mdr", " svp", " شكرا", " wallah", ' "ok"')
TINY = ("👍", ".", "ok", "up", "first", "❤️❤️", "ça va", "تمام", "?", "+1")
LEET = str.maketrans({"a": "@", "e": "3", "i": "1", "o": "0", "s": "$"})


def chosen(rnd, weighted):
    return rnd.choices([one for one, _ in weighted], [weight for _, weight in weighted])[0]


def sentence(rnd, lang):
    text = " ".join(rnd.choice(part) for part in PARTS[lang])
    return text.format(name=rnd.choice(NAMES), thing=rnd.choice(THINGS), place=rnd.choice(PLACES),
                       number=rnd.randrange(2, 900))


def evasive(rnd, word):
    return rnd.choice((word.translate(LEET), " ".join(word), ".".join(word), "\u200b".join(word), word.swapcase(),
                       word.replace("a", "а").replace("e", "е").replace("o", "о")))  # Cyrillic ones


def text_of(rnd, lang):
    text = sentence(rnd, lang)
    kind = rnd.random()
    if kind < 0.30:
        return text
    if kind < 0.50:
        return text + rnd.choice(TAILS)
    if kind < 0.62:
        return f"@{rnd.choice(NAMES)}{rnd.randrange(9999)} {text}"
    if kind < 0.68:
        at = rnd.randrange(len(text))
        return text[:at] + text[at] * rnd.randrange(2, 6) + text[at:]
    if kind < 0.71:
        return text.upper()
    if kind < 0.88:
        return text + rnd.choice((" ", "\n")) + " ".join(sentence(rnd, lang) for _ in range(rnd.randrange(1, 4)))
    if kind < 0.91:
        words = text.split(" ")
        at = rnd.randrange(len(words))
        words[at] = evasive(rnd, words[at])
        return " ".join(words)
    if kind < 0.95:
        return f"{text} https://{rnd.choice(('shop', 'prizes', 'news'))}.example/{rnd.randrange(999)}"
    if kind < 0.985:
        return rnd.choice(TINY)
    return "\n".join(sentence(rnd, lang) for _ in range(rnd.randrange(6, 40)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-o", "--out", required=True)
    options = parser.parse_args()
    rnd = random.Random(options.seed)
    moment = datetime.datetime(2026, 1, 1)
    before = []
    with open(options.out, "w", encoding="utf-8", newline="\n") as out:
        for number in range(options.n):
            if before and rnd.random() < 0.02:
                text = rnd.choice(before)
            else:
                text = text_of(rnd, chosen(rnd, LANGUAGES))
            if rnd.random() < 0.01:
                before = before[-20:] + [text]
            moment += datetime.timedelta(seconds=rnd.randrange(1, 30))
            platform = chosen(rnd, PLATFORMS)
            author = int(options.n / 6 * rnd.random() ** 2.2)
            post = int(max(4, options.n // 220) * rnd.random() ** 2.5)
            comment = {
                "id": f"{platform[:2]}{options.seed}-{number:09}", "platform": platform, "page": f"page-{post % 24}",
                "post": f"p{post:06}", "author": {"id": f"a{author:07}", "name": f"{NAMES[author % len(NAMES)]} {author % 97}"},
                "created_at": moment.strftime("%Y-%m-%dT%H:%M:%SZ"), "text": text,
                "parent": f"{platform[:2]}{options.seed}-{rnd.randrange(number):09}" if number and rnd.random() < 0.28 else None,
                "url": f"https://{platform}.example/page-{post % 24}/p{post:06}?c={number}", "likes": int(rnd.paretovariate(0.7)) - 1}
            out.write(json.dumps(comment, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
