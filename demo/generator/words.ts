/** Word lists that the demo's people and companies are made from. */
export const firstNames = (
  "Aaron Abigail Adam Adriana Aisha Alan Alice Amara Amit Ana Andre Angela Anita Anton Arjun " +
  "Astrid Aurora Ben Bianca Bruno Camila Carl Carmen Cecilia Chen Clara Colin Daniel Daria " +
  "David Deepa Diego Dora Edith Eduardo Elena Elias Ella Emil Emma Erik Esther Eva Fatima " +
  "Felix Fiona Frank Freya Gabriel Gina Grace Greta Hana Hannah Hassan Helen Henry Hugo Ida " +
  "Imran Ines Ingrid Irene Isaac Ivan Jack Jana Jasmin Joanna Joel Jonas Jorge Judith Julia " +
  "Karim Karin Katya Kenji Kevin Laila Lars Laura Leo Liam Lina Louis Lucia Luis Magda Malik " +
  "Marco Maria Marta Martin Maya Mei Miguel Mila Mina Mohan Nadia Naomi Nathan Nils Nina Noah " +
  "Nora Olga Oliver Omar Oscar Paula Pedro Petra Priya Rafael Raj Rania Rita Robin Rosa Ruth " +
  "Samir Sara Selma Simon Sofia Stefan Susan Tanya Tara Theo Thomas Tina Tom Uma Vera Victor " +
  "Walter Wendy Yara Yusuf Zoe"
).split(" ");

export const lastNames = (
  "Abbott Acosta Adeyemi Ahmed Almeida Andersen Aoki Baker Banerjee Barros Bauer Becker Berg " +
  "Bianchi Blake Bose Brandt Brooks Calder Campos Carver Castro Chandra Chang Cole Conti Cruz " +
  "Dahl Dalton Das Delgado Diaz Dixon Duarte Eklund Ellis Espinoza Farrell Fischer Flores Foley " +
  "Fraser Fuentes Garcia Ghosh Gomez Graham Grant Green Gupta Haas Hale Hansen Harper Hayes " +
  "Hoffman Holm Horvath Hughes Ibrahim Iyer Jacobs Jansen Jensen Joshi Kaplan Kaur Keller Khan " +
  "Kim Klein Kovacs Kumar Lang Larsen Laurent Lee Lehmann Leone Lin Lopez Lund Malone Marin " +
  "Marsh Mehta Meyer Miller Molina Moreau Moreno Murphy Nair Nakamura Navarro Nguyen Nolan " +
  "Novak Ochoa Okafor Olsen Ortega Osei Palmer Park Patel Pereira Petrov Pham Quinn Ramos Rao " +
  "Reyes Rivera Romano Rossi Roth Ryan Santos Sato Schmidt Shah Silva Singh Sokolov Soto Stone " +
  "Suzuki Takeda Tanaka Taylor Torres Tran Turner Varga Vega Vogel Wagner Walsh Weber Wong " +
  "Yamada Young Zhang Ziegler"
).split(" ");

export const companyFirst = (
  "Alder Amber Anchor Apex Arbor Argent Ashford Atlas Aurora Beacon Birch Blue Boulder Bright " +
  "Bristol Cedar Cinder Clear Cobalt Copper Coral Crescent Crown Delta Eagle Echo Elm Ember " +
  "Falcon Fern Fir Flint Forge Garnet Golden Granite Grove Harbor Hazel Heron High Horizon " +
  "Indigo Iron Ivory Jade Juniper Keystone Lantern Laurel Lime Linden Lumen Maple Marble Meadow " +
  "Meridian Mill North Oak Ocean Onyx Opal Orchard Osprey Pine Pioneer Prairie Quarry Quartz " +
  "Raven Red Ridge River Rowan Sable Saffron Sage Silver Sky Slate Solar South Spruce Sterling " +
  "Stone Summit Sun Swift Thistle Timber Topaz Tower Trident Union Valley Vantage Velvet Vista " +
  "Walnut West Willow Winter Wren Yarrow Zephyr"
).split(" ");

export const companySecond = (
  "bank bay bridge brook crest dale field ford gate glen haven hill land lake leaf line mark " +
  "mill mont path peak point port ridge rock shore side spring stead stone stream vale view " +
  "ward way well wood works worth"
).split(" ");

/** Industries as Salesforce names them, each with what its companies call themselves. */
export const industries: { name: string; endings: string[]; weight: number }[] = [
  { name: "Manufacturing", endings: ["Manufacturing", "Industries", "Metals"], weight: 18 },
  { name: "Transportation", endings: ["Logistics", "Freight", "Shipping"], weight: 15 },
  { name: "Retail", endings: ["Stores", "Retail Group", "Outfitters"], weight: 13 },
  { name: "Food & Beverage", endings: ["Foods", "Beverages", "Farms"], weight: 11 },
  { name: "Healthcare", endings: ["Health", "Clinics", "Medical Supply"], weight: 10 },
  { name: "Technology", endings: ["Systems", "Software", "Labs"], weight: 10 },
  { name: "Construction", endings: ["Builders", "Construction", "Engineering"], weight: 8 },
  { name: "Energy", endings: ["Energy", "Power", "Renewables"], weight: 6 },
  { name: "Hospitality", endings: ["Hotels", "Resorts"], weight: 5 },
  { name: "Education", endings: ["College", "Learning"], weight: 4 },
];

/** Places with their area code, so that phone numbers fit them. */
export const places: { city: string; state: string; country: string; dial: string }[] = [
  { city: "Chicago", state: "IL", country: "United States", dial: "(312) 555-01" },
  { city: "Austin", state: "TX", country: "United States", dial: "(512) 555-01" },
  { city: "Denver", state: "CO", country: "United States", dial: "(303) 555-01" },
  { city: "Portland", state: "OR", country: "United States", dial: "(503) 555-01" },
  { city: "Columbus", state: "OH", country: "United States", dial: "(614) 555-01" },
  { city: "Atlanta", state: "GA", country: "United States", dial: "(404) 555-01" },
  { city: "Boston", state: "MA", country: "United States", dial: "(617) 555-01" },
  { city: "Phoenix", state: "AZ", country: "United States", dial: "(602) 555-01" },
  { city: "Nashville", state: "TN", country: "United States", dial: "(615) 555-01" },
  { city: "Minneapolis", state: "MN", country: "United States", dial: "(612) 555-01" },
];

/** Places whose companies buy in another currency. */
export const foreignPlaces: ((typeof places)[number] & { currency: string })[] = [
  { city: "Hamburg", state: "", country: "Germany", dial: "+49 40 555 01", currency: "EUR" },
  { city: "Lyon", state: "", country: "France", dial: "+33 4 99 55 01", currency: "EUR" },
  {
    city: "Manchester",
    state: "",
    country: "United Kingdom",
    dial: "+44 161 496 01",
    currency: "GBP",
  },
];

export const streets = (
  "Market Street|Mill Road|Station Avenue|Harbor Drive|Oak Street|Canal Street|Foundry Lane|" +
  "Park Avenue|Industrial Way|Commerce Boulevard|River Road|Union Square"
).split("|");

/** Job titles with the department that they belong to. */
export const titles: { title: string; department: string }[] = [
  { title: "Operations Director", department: "Operations" },
  { title: "VP Operations", department: "Operations" },
  { title: "Warehouse Manager", department: "Operations" },
  { title: "Head of Supply Chain", department: "Supply Chain" },
  { title: "Logistics Manager", department: "Supply Chain" },
  { title: "Procurement Lead", department: "Procurement" },
  { title: "Buyer", department: "Procurement" },
  { title: "CIO", department: "IT" },
  { title: "IT Manager", department: "IT" },
  { title: "CFO", department: "Finance" },
  { title: "Finance Controller", department: "Finance" },
  { title: "Managing Director", department: "Management" },
  { title: "Facilities Manager", department: "Facilities" },
  { title: "Quality Manager", department: "Quality" },
];

/** Where leads come from: how often, how many of them convert, and how well their deals close. */
export const leadSources: {
  name: string;
  weight: number;
  conversion: number;
  closing: number;
}[] = [
  { name: "Web", weight: 34, conversion: 0.13, closing: 0.9 },
  { name: "Employee Referral", weight: 12, conversion: 0.34, closing: 1.35 },
  { name: "Trade Show", weight: 14, conversion: 0.17, closing: 0.95 },
  { name: "Partner Referral", weight: 12, conversion: 0.28, closing: 1.2 },
  { name: "Phone Inquiry", weight: 10, conversion: 0.22, closing: 1.05 },
  { name: "Purchased List", weight: 18, conversion: 0.05, closing: 0.6 },
];

export const lossReasons: { name: string; weight: number }[] = [
  { name: "Price", weight: 30 },
  { name: "Chose a competitor", weight: 24 },
  { name: "No decision", weight: 20 },
  { name: "No budget", weight: 14 },
  { name: "Missing feature", weight: 8 },
  { name: "Bad timing", weight: 4 },
];

export const callSubjects =
  "Discovery call|Follow-up call|Pricing questions|Check-in call|Reference call".split("|");
export const emailSubjects =
  "Sent product overview|Sent proposal|Sent case study|Meeting summary|Answered questions".split(
    "|",
  );
export const taskSubjects =
  "Prepare quote|Update requirements|Research the company|Confirm budget|Arrange site visit".split(
    "|",
  );
export const meetingSubjects =
  "Product demonstration|Site visit|Proposal review|Contract review|Kick-off meeting".split("|");
