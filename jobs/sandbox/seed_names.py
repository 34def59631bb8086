"""Who the demo's service provider works for: invented names, and how their contacts in Xero differ."""

from typing import NamedTuple

FIRST_COMPANY = 232  # Autotask's id of the first company below; the others follow


class Company(NamedTuple):
    """*contact* says how the bookkeeper's contact differs: same, none, case, spaces, longer, archived, or twin (two
    companies of one name); *kind* is a label of the pick list companyType."""

    name: str
    city: str
    postcode: str
    phone: str
    currency: str
    contact: str
    kind: str = "Customer"


COMPANIES = (
    Company("Tūmanako Law", "Wellington", "6011", "04 555 0101", "NZD", "same"),
    Company("Harbour Dental Ltd", "Nelson", "7010", "03 555 0102", "NZD", "same"),
    Company("Kererū Early Learning", "Lower Hutt", "5010", "04 555 0103", "NZD", "same"),
    Company("Smith & Daughters Plumbing", "Porirua", "5022", "04 555 0104", "NZD", "same"),
    Company("Waimea Orchard Co-operative", "Richmond", "7020", "03 555 0105", "NZD", "same"),
    Company("Café Renée", "Auckland", "1010", "09 555 0106", "NZD", "case"),
    Company("Bluff Oyster Exporters", "Invercargill", "9810", "03 555 0107", "NZD", "same"),
    Company("Northgate Physiotherapy", "Hamilton", "3200", "07 555 0108", "NZD", "spaces"),
    Company("Pōhutukawa Design Studio", "Tauranga", "3110", "07 555 0109", "NZD", "same"),
    Company("Rimutaka Vineyard", "Martinborough", "5711", "06 555 0110", "NZD", "none"),
    Company("Southern Cross Freight", "Christchurch", "8011", "03 555 0111", "NZD", "same"),
    Company("Te Awa Veterinary Clinic", "Cambridge", "3434", "07 555 0112", "NZD", "same"),
    Company("Oriental Bay Architects", "Wellington", "6011", "04 555 0113", "NZD", "none"),
    Company("Kauri Accounting", "Whangārei", "0110", "09 555 0114", "NZD", "same"),
    Company("Fernleaf Childcare", "Palmerston North", "4410", "06 555 0115", "NZD", "same"),
    Company("Lakeside Motel", "Taupō", "3330", "07 555 0116", "NZD", "none"),
    Company("Hawke's Bay Honey", "Hastings", "4122", "06 555 0117", "NZD", "same"),
    Company("Piha Surf School", "Auckland", "0772", "09 555 0118", "NZD", "none"),
    Company("Canterbury Seed Merchants", "Ashburton", "7700", "03 555 0119", "NZD", "same"),
    Company("Matariki Media", "Auckland", "1021", "09 555 0120", "NZD", "same"),
    Company("Otago Peninsula Trust", "Dunedin", "9014", "03 555 0121", "NZD", "same"),
    Company("Mangawhai Boatbuilders", "Mangawhai", "0505", "09 555 0122", "NZD", "none"),
    Company("Kāpiti Audiology", "Paraparaumu", "5032", "04 555 0123", "NZD", "same"),
    Company("Central Hub Coworking", "Wellington", "6011", "04 555 0124", "NZD", "same"),
    Company("Whitestone Cheese Cellar", "Ōamaru", "9400", "03 555 0125", "NZD", "none"),
    Company("Gisborne Timber", "Gisborne", "4010", "06 555 0126", "NZD", "same"),
    Company("Alpine Guides Collective", "Wānaka", "9305", "03 555 0127", "NZD", "archived"),
    Company("Marlborough Marine", "Picton", "7220", "03 555 0128", "NZD", "same"),
    Company("Ponsonby Pharmacy", "Auckland", "1011", "09 555 0129", "NZD", "same"),
    Company("Ruapehu Ski Hire", "Ohakune", "4625", "06 555 0130", "NZD", "none"),
    Company("Foxton Flax Works", "Foxton", "4814", "06 555 0131", "NZD", "same"),
    Company("Titirangi Pottery", "Auckland", "0604", "09 555 0132", "NZD", "none"),
    Company("Bay Electrical", "Tauranga", "3112", "07 555 0133", "NZD", "twin"),
    Company("Bay Electrical", "Napier", "4110", "06 555 0134", "NZD", "twin"),
    Company("West Coast Jade", "Hokitika", "7810", "03 555 0135", "NZD", "same"),
    Company("Huia Books", "Wellington", "6012", "04 555 0136", "NZD", "none"),
    Company("Tasman Saleyards", "Motueka", "7120", "03 555 0137", "NZD", "same"),
    Company("Pacific Crossing Inc", "Seattle", "98101", "206 555 0138", "USD", "none"),
    Company("Sound Harbor Robotics", "San Diego", "92101", "619 555 0139", "USD", "none"),
    Company("Nordlicht Gerätebau GmbH", "Hamburg", "20095", "040 555 0140", "EUR", "none"),
    Company("Rotorua Thermal Baths", "Rotorua", "3010", "07 555 0141", "NZD", "same"),
    Company("Stewart Island Ferries", "Oban", "9818", "03 555 0142", "NZD", "none"),
    Company("Coromandel Oyster Bar", "Coromandel", "3506", "07 555 0143", "NZD", "same"),
    Company("Upper Valley Medical Centre", "Upper Hutt", "5018", "04 555 0144", "NZD", "same"),
    Company("Ōtaki Bakehouse & Café", "Ōtaki", "5512", "06 555 0145", "NZD", "case"),
    Company("Rata & Rimu Interiors", "Auckland", "1023", "09 555 0146", "NZD", "same"),
    Company("Hobsonville Orthodontics", "Auckland", "0618", "09 555 0147", "NZD", "longer"),
    Company("St. Brigid’s School", "Dunedin", "9016", "03 555 0148", "NZD", "same"),
    Company("Te Awa Veterinary Clinic (Leamington)", "Cambridge", "3432", "07 555 0149", "NZD", "none"),
    Company("Ingot Distribution NZ", "Auckland", "2013", "09 555 0150", "NZD", "same", "Vendor"),
    Company("Old Mill Antiques", "Oamaru", "9400", "03 555 0151", "NZD", "none", "Cancellation"),
)
LEFT_OUT = ("Old Mill Antiques",)  # marked XeroNoSync
CLOUD = ("Coromandel Oyster Bar", "Huia Books")  # belong to the second organisation, says their user-defined field
TWO_ACCOUNTS = ("Whitestone Cheese Cellar",)  # both of its people are marked as the one who gets invoices
PARENTS = {"Te Awa Veterinary Clinic (Leamington)": "Te Awa Veterinary Clinic"}

# In Xero alone: people the provider never bills through Autotask.
OTHERS = ("Wellington City Council", "Inland Revenue", "Brightline Power", "Walk-in customer")

FIRST = ("Aroha", "Ben", "Carla", "Daniel", "Emere", "Farida", "Grant", "Hana", "Isaac", "Jo", "Kiri", "Liam", "Moana")
LAST = ("Ngata", "Okafor", "Petersen", "Rangi", "Singh", "Tane", "Ueda", "Vaughan", "Walker", "Young", "Zhang")
