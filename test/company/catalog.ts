/** What the generated company sells, where, to whom: words only. Every domain ends in `.example` but the free-mail ones, as in life. */

export type Language = "sk" | "cs" | "en" | "de";

/** `name` as a rep calls the deal; the others as people speak of it, inflected, colloquially, at times with no word in common. */
export interface Product {
  name: string;
  sk: readonly string[];
  cs: readonly string[];
  en: readonly string[];
  de: readonly string[];
}

const product = (name: string, sk: string, cs: string, en: string, de: string): Product => ({
  name,
  sk: sk.split("|"),
  cs: cs.split("|"),
  en: en.split("|"),
  de: de.split("|"),
});

export const PRODUCTS: readonly Product[] = [
  product(
    "Kartónové krabice",
    "kartónové krabice|kartónových krabíc|krabice 5VVL|tie škatule",
    "kartonové krabice|krabic",
    "cardboard boxes|the boxes",
    "Kartons|Schachteln",
  ),
  product(
    "Klopové krabice s potlačou",
    "klopové krabice|krabíc s potlačou|potlačených krabíc",
    "klopové krabice|krabice s potiskem",
    "printed boxes|flap boxes",
    "bedruckte Kartons",
  ),
  product(
    "Strečová fólia",
    "strečovú fóliu|strečovej fólie|stretch fólia|fóliu na palety",
    "stretch fólii|strečové fólie",
    "stretch film|wrapping film",
    "Stretchfolie",
  ),
  product("Zmršťovacia fólia", "zmršťovaciu fóliu|zmršťovacej fólie|fóliu do tunela", "smršťovací fólii", "shrink film", "Schrumpffolie"),
  product(
    "Paletové regály",
    "paletové regály|paletových regálov|regálmi|policový systém",
    "paletové regály|regálů",
    "pallet racks|racking",
    "Palettenregale|Regale",
  ),
  product(
    "Etikety na fľaše",
    "etikety na fľaše|etikiet|etiketami|nálepky",
    "etikety na lahve|etiket",
    "bottle labels|labels",
    "Flaschenetiketten|Etiketten",
  ),
  product(
    "Baliaca linka",
    "baliacu linku|baliacej linky|linke|stroj",
    "balicí linku|balicí linky",
    "packing line|the line",
    "Verpackungslinie|Anlage",
  ),
  product(
    "Servis baliacich strojov",
    "servis strojov|servisu|servisnú prehliadku|opravu stroja",
    "servis strojů|opravu stroje",
    "machine service|maintenance",
    "Wartung der Maschinen|Service",
  ),
  product("Papierové vrecia", "papierové vrecia|papierových vriec|vrecami", "papírové pytle|pytlů", "paper sacks|sacks", "Papiersäcke"),
  product(
    "Drevené palety",
    "drevené palety|drevených paliet|europalety|EUR palety",
    "dřevěné palety|palet",
    "wooden pallets|pallets",
    "Holzpaletten|Paletten",
  ),
  product(
    "Lepiace pásky",
    "lepiace pásky|lepiacich pások|páskami|izolepu",
    "lepicí pásky|lepicích pásek",
    "adhesive tapes|tape",
    "Klebebänder",
  ),
  product("Penové výplne", "penové výplne|penových výplní|výplň do krabíc|penu", "pěnové výplně", "foam inserts|foam", "Schaumeinlagen"),
  product(
    "Prepravky",
    "prepravky|prepraviek|prepravkách|tie modré bedničky",
    "přepravky|přepravek",
    "crates|plastic crates",
    "Transportkisten|Kisten",
  ),
  product("Tlač obalov", "tlač obalov|tlače obalov|tlačou", "tisk obalů", "packaging printing|print", "Verpackungsdruck"),
  product(
    "Obalový dizajn",
    "obalový dizajn|obalového dizajnu|dizajne|grafiku na obal",
    "obalový design|grafiku",
    "packaging design|artwork",
    "Verpackungsdesign",
  ),
  product(
    "Skladový systém WMS",
    "skladový systém|WMS|skladového systému|čítačky",
    "skladový systém|WMS",
    "warehouse system|WMS",
    "Lagersystem|WMS",
  ),
  product("Bublinková fólia", "bublinkovú fóliu|bublinkovej fólie|bublinky", "bublinkovou fólii", "bubble wrap", "Luftpolsterfolie"),
  product("Obálky so zadnou stranou", "obálky|obálok so zadnou stranou|obálkami", "obálky|obálek", "envelopes", "Versandtaschen"),
  product("Vákuové vrecká", "vákuové vrecká|vákuových vreciek|vrecúška", "vakuové sáčky", "vacuum bags", "Vakuumbeutel"),
  product("Hygienický papier", "hygienický papier|hygienického papiera|utierky", "hygienický papír", "hygiene paper", "Hygienepapier"),
  product(
    "Dopravníkové pásy",
    "dopravníkové pásy|dopravníkových pásov|dopravník",
    "dopravníkové pásy|dopravník",
    "conveyor belts|conveyor",
    "Förderbänder",
  ),
  product("Zásielkové tuby", "tuby|zásielkové tuby|tubusy", "tubusy", "mailing tubes", "Versandrohre"),
];

/** Places and turns that a deal's name carries; as people speak of them. */
export const QUALIFIERS: readonly (readonly [string, readonly string[]])[] = [
  ["sklad Senec", ["do Senca", "pre sklad v Senci"]],
  ["Žilina", ["do Žiliny", "v Žiline"]],
  ["nová hala Nitra", ["do novej haly", "do Nitry"]],
  ["Prešov", ["do Prešova", "pre Prešov"]],
  ["vianočná edícia", ["na Vianoce", "vianočnú edíciu", "k vianočnej edícii"]],
  ["rámcová zmluva", ["k rámcovej zmluve", "v rámci zmluvy"]],
  ["export Rakúsko", ["na export", "pre rakúskeho odberateľa"]],
  ["skúšobná séria", ["skúšobnú sériu", "na skúšku"]],
  ["letná kampaň", ["k letnej kampani", "na leto"]],
  ["Trnava", ["do Trnavy", "pre Trnavu"]],
  ["druhá etapa", ["v druhej etape", "druhú etapu"]],
  ["B2B e-shop", ["pre e-shop", "do e-shopu"]],
];

export const FIRST_NAMES =
  `Jana Peter Eva Martin Lucia Tomáš Zuzana Michal Katarína Ján Mária Juraj Monika Marek Petra Andrej Ivana Rastislav Viera Ľuboš Daniela Štefan Alena
  Roman Simona Vladimír Lenka Pavol Gabriela Igor`.split(/\s+/);
export const LAST_NAMES =
  `Nováková Kováč Horváthová Varga Tóthová Nagy Balážová Molnár Szabóová Lukáč Poláková Kollár Krajčíová Hudák Urbanová Gajdoš Sedláková Oravec Ďurišová Hruška
  Mináriková Bartoš Kučerová Šimko Blahová Rusnák Vavrová Čech Juríková Slovák`.split(/\s+/);

export const COMPANY_NAMES =
  `Alfaplast Tatramlyn Dunajpek Bystrinka Javorina Krivánka Ondavan Hronstav Vihorlat Zlatoklas Liptomed Spišovia Turčanka Kysucan Gemerstroj Zemplínfarm Podpoľan
  Hornonitran Myjavské-nápoje Považanka Šarišvin Rajecký-dom Oravalen Záhorák Trenčianka Štiavnicar Topoľčan Skaličan Levičan Piešťanka Senecan Pezinčan Malokarpat Novohradka
  Bardejovčan Humenčan Popradka Kežmarčan Rožňavan Lučenčan Dubničan Ilavčan Brezňan Detvan Handlovčan Partizán`.split(/\s+/);

export const FREE_MAIL = ["gmail.com", "azet.sk", "zoznam.sk", "centrum.sk", "seznam.cz", "post.sk"];
