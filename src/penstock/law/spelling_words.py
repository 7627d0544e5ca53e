"""Words of salts and elements that follow no rule, in Spanish, French, German and Chinese."""

from __future__ import annotations

METALS = {
    "sodium": ("sodio", "sodium", "natrium"),
    "potassium": ("potasio", "potassium", "kalium"),
    "lithium": ("litio", "lithium", "lithium"),
    "calcium": ("calcio", "calcium", "calcium"),
    "magnesium": ("magnesio", "magnésium", "magnesium"),
    "ammonium": ("amonio", "ammonium", "ammonium"),
    "aluminium": ("aluminio", "aluminium", "aluminium"),
    "aluminum": ("aluminio", "aluminium", "aluminium"),
    "zinc": ("zinc", "zinc", "zink"),
    "copper": ("cobre", "cuivre", "kupfer"),
    "iron": ("hierro", "fer", "eisen"),
    "barium": ("bario", "baryum", "barium"),
    "silver": ("plata", "argent", "silber"),
    "lead": ("plomo", "plomb", "blei"),
    "nickel": ("níquel", "nickel", "nickel"),
    "manganese": ("manganeso", "manganèse", "mangan"),
    "mercury": ("mercurio", "mercure", "quecksilber"),
    "tin": ("estaño", "étain", "zinn"),
    "cobalt": ("cobalto", "cobalt", "cobalt"),
    "chromium": ("cromo", "chrome", "chrom"),
    "cadmium": ("cadmio", "cadmium", "cadmium"),
    "strontium": ("estroncio", "strontium", "strontium"),
    "bismuth": ("bismuto", "bismuth", "bismut"),
    "titanium": ("titanio", "titane", "titan"),
    "cerium": ("cerio", "cérium", "cer"),
    "hydrogen": ("hidrógeno", "hydrogène", "wasserstoff"),
}
"""``{English: (Spanish, French, German)}`` of the first words of salts."""

VALENCES = {
    "ferrous": ("iron", "II", "ferroso", "ferreux"),
    "ferric": ("iron", "III", "férrico", "ferrique"),
    "cuprous": ("copper", "I", "cuproso", "cuivreux"),
    "cupric": ("copper", "II", "cúprico", "cuivrique"),
    "stannous": ("tin", "II", "estannoso", "stanneux"),
    "stannic": ("tin", "IV", "estánnico", "stannique"),
    "mercurous": ("mercury", "I", "mercurioso", "mercureux"),
    "mercuric": ("mercury", "II", "mercúrico", "mercurique"),
    "cobaltous": ("cobalt", "II", "cobaltoso", "cobalteux"),
    "manganous": ("manganese", "II", "manganoso", "manganeux"),
}
"""``{old English word: (metal, its valence, Spanish adjective, French adjective)}``."""

ANIONS = {
    "chloride": ("cloruro", "chlorure", "chlorid"),
    "bromide": ("bromuro", "bromure", "bromid"),
    "iodide": ("yoduro", "iodure", "iodid"),
    "fluoride": ("fluoruro", "fluorure", "fluorid"),
    "cyanide": ("cianuro", "cyanure", "cyanid"),
    "oxide": ("óxido", "oxyde", "oxid"),
    "dioxide": ("dióxido", "dioxyde", "dioxid"),
    "peroxide": ("peróxido", "peroxyde", "peroxid"),
    "hydroxide": ("hidróxido", "hydroxyde", "hydroxid"),
    "sulfide": ("sulfuro", "sulfure", "sulfid"),
    "hydride": ("hidruro", "hydrure", "hydrid"),
    "borohydride": ("borohidruro", "borohydrure", "borhydrid"),
    "bicarbonate": ("bicarbonato", "bicarbonate", "hydrogencarbonat"),
    "percarbonate": ("percarbonato", "percarbonate", "percarbonat"),
    "hypochlorite": ("hipoclorito", "hypochlorite", "hypochlorit"),
    "thiosulfate": ("tiosulfato", "thiosulfate", "thiosulfat"),
    "phosphate": ("fosfato", "phosphate", "phosphat"),
    "nitride": ("nitruro", "nitrure", "nitrid"),
    "carbide": ("carburo", "carbure", "carbid"),
    "phosphide": ("fosfuro", "phosphure", "phosphid"),
    "azide": ("azida", "azoture", "azid"),
    "amide": ("amida", "amidure", "amid"),
}
"""``{English: (Spanish, French, German)}`` of the second words of salts."""

ELEMENTS = {
    "iodine": ("yodo", "iode", "jod"),
    "bromine": ("bromo", "brome", "brom"),
    "chlorine": ("cloro", "chlore", "chlor"),
    "phosphorus": ("fósforo", "phosphore", "phosphor"),
    "red phosphorus": ("fósforo rojo", "phosphore rouge", "roter phosphor"),
    "ammonia": ("amoníaco", "ammoniac", "ammoniak"),
    "sulfur": ("azufre", "soufre", "schwefel"),
    "urea": ("urea", "urée", "harnstoff"),
    "phenol": ("fenol", "phénol", "phenol"),
    "benzene": ("benceno", "benzène", "benzol"),
    "toluene": ("tolueno", "toluène", "toluol"),
    "xylene": ("xileno", "xylène", "xylol"),
    "styrene": ("estireno", "styrène", "styrol"),
    "hydroquinone": ("hidroquinona", "hydroquinone", "hydrochinon"),
    "tetrahydrofuran": ("tetrahidrofurano", "tétrahydrofurane", "tetrahydrofuran"),
    "camphor": ("alcanfor", "camphre", "campher"),
    "malic acid": ("ácido málico", "acide malique", "äpfelsäure"),
    "hyaluronic acid": ("ácido hialurónico", "acide hyaluronique", "hyaluronsäure"),
    "cinnamaldehyde": ("cinamaldehído", "aldéhyde cinnamique", "zimtaldehyd"),
    "sodium bicarbonate": ("bicarbonato de sodio", "bicarbonate de sodium", "natriumbicarbonat"),
    "white phosphorus": ("fósforo blanco", "phosphore blanc", "weißer phosphor"),
}
"""``{English: (Spanish, French, German)}`` of elements and other chemicals whose name no rule gives."""

ADJECTIVES = {
    "sodium": "sódico",
    "potassium": "potásico",
    "calcium": "cálcico",
    "magnesium": "magnésico",
    "ammonium": "amónico",
}
"""Spanish adjectives of metals: sulfato sódico."""

POWDERS = {
    "zinc": "锌",
    "iron": "铁",
    "aluminium": "铝",
    "aluminum": "铝",
    "magnesium": "镁",
    "copper": "铜",
    "nickel": "镍",
    "lead": "铅",
    "silver": "银",
    "titanium": "钛",
}
"""Metals sold as powder or dust, in Chinese."""

CHINESE_METALS = {
    "sodium": "钠",
    "potassium": "钾",
    "lithium": "锂",
    "calcium": "钙",
    "magnesium": "镁",
    "barium": "钡",
    "ammonium": "铵",
    "aluminium": "铝",
    "zinc": "锌",
    "silver": "银",
}
"""Metals of one valency, whose salts the two words name fully."""

CHINESE_ANIONS = {
    "chloride": "氯化",
    "bromide": "溴化",
    "iodide": "碘化",
    "fluoride": "氟化",
    "cyanide": "氰化",
    "oxide": "氧化",
    "peroxide": "过氧化",
    "hydroxide": "氢氧化",
    "sulfide": "硫化",
    "hydride": "氢化",
    "borohydride": "硼氢化",
    "sulfate": "硫酸",
    "sulphate": "硫酸",
    "bisulfate": "硫酸氢",
    "sulfite": "亚硫酸",
    "thiosulfate": "硫代硫酸",
    "nitrate": "硝酸",
    "nitrite": "亚硝酸",
    "carbonate": "碳酸",
    "bicarbonate": "碳酸氢",
    "percarbonate": "过碳酸",
    "phosphate": "磷酸",
    "permanganate": "高锰酸",
    "dichromate": "重铬酸",
    "chromate": "铬酸",
    "chlorate": "氯酸",
    "perchlorate": "高氯酸",
    "hypochlorite": "次氯酸",
    "acetate": "乙酸",
    "formate": "甲酸",
    "citrate": "柠檬酸",
    "benzoate": "苯甲酸",
    "stearate": "硬脂酸",
    "gluconate": "葡萄糖酸",
    "lactate": "乳酸",
}

CHINESE_ELEMENTS = {"phosphorus": "磷", "boron": "硼", "carbon": "碳", "silicon": "硅", "sulfur": "硫", "sulphur": "硫"}
CHINESE_NUMBERS = {"di": "二", "tri": "三", "tetra": "四", "penta": "五", "hexa": "六"}
