#include "rules/sample_comments.h"

#include <array>

namespace cm {
namespace {

constexpr std::array comments = std::to_array<std::string_view>({
    "Just got mine yesterday and I love the colour, thank you so much!",
    "Does it come in size 42? The shop near me only has 41 left.",
    "I ordered on the 3rd and it still says \"in transit\". Can somebody look into this, order 118-204?",
    "lol same here 😂😂",
    "First time I see a company answer within an hour. Respect 👏",
    "The new update drains my battery in half a day, the old one lasted two. Please fix it.",
    "@sam look, this is the one I told you about, we should get it for mum's birthday in December",
    "Recipe looks great, but 200 g of sugar? I used half of it and it was still sweet enough for the kids. I also put "
    "in "
    "a spoon of lemon juice and baked it ten minutes longer, because my oven is old and never gets really hot.",
    "Where can I watch the whole interview? The link in the description goes to a page that does not exist anymore.",
    "Nice.",
    "Bonjour, est-ce que la livraison est gratuite à partir de 50 € ? Merci d'avance !",
    "J'ai acheté ce modèle il y a deux ans et il marche toujours très bien, je le recommande.",
    "Ça fait trois jours que j'attends une réponse du service client, c'est un peu long quand même…",
    "Trop beau, j'adore la couleur ❤️",
    "Est-ce qu'il y aura une version pour les enfants ? Ma fille en voudrait une pour la rentrée.",
    "Merci pour la vidéo, c'est clair et bien expliqué, j'attends la suite avec impatience.",
    "السلام عليكم، كم سعر هذا الجهاز وهل يوجد توصيل إلى جدة؟",
    "ما شاء الله منتج رائع والتغليف ممتاز، شكرا لكم",
    "طلبت من أسبوع ولم يصلني شيء حتى الآن، أرجو الرد على رسالتي",
    "حلو اوي بس السعر غالي شوية",
    "هل التطبيق يعمل على الهواتف القديمة؟ عندي مشكلة في التحديث الأخير.",
    "3ajbni bzaf, chokran",
});

}  // namespace

std::span<const std::string_view> sample_comments() { return comments; }

}  // namespace cm
