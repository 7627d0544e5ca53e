"""Words of salts and elements that follow no rule, in Spanish, French and German."""

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
    "hydrogen": ("hidrógeno", "hydrogène", "wasserstoff"),
}
"""``{English: (Spanish, French, German)}`` of the first words of salts."""

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
}
"""``{English: (Spanish, French, German)}`` of the second words of salts."""

ELEMENTS = {
    "iodine": ("yodo", "iode", "jod"),
    "bromine": ("bromo", "brome", "brom"),
    "chlorine": ("cloro", "chlore", "chlor"),
    "phosphorus": ("fósforo", "phosphore", "phosphor"),
    "red phosphorus": ("fósforo rojo", "phosphore rouge", "roter phosphor"),
    "white phosphorus": ("fósforo blanco", "phosphore blanc", "weißer phosphor"),
}
"""``{English: (Spanish, French, German)}`` of elements whose name no rule gives."""

ADJECTIVES = {
    "sodium": "sódico",
    "potassium": "potásico",
    "calcium": "cálcico",
    "magnesium": "magnésico",
    "ammonium": "amónico",
}
"""Spanish adjectives of metals: sulfato sódico."""
