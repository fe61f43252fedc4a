/** A person who uses the demo organization. */
export interface DemoMember {
  email: string;
  name: string;
  role: string;
  team: string | null;
  /** Share of the records that the person owns; 0 for people who do not sell. */
  load: number;
  /** How well the person's deals close, 1 being the average. */
  skill: number;
}

/** What an organization of the demo is made of. */
export interface DemoPlan {
  name: string;
  slug: string;
  seed: number;
  /** The day on which the demo's story stands, YYYY-MM-DD. */
  anchorDate: string;
  currency: string;
  /** Days of history before the anchor date. */
  days: number;
  counts: { accounts: number; contacts: number; leads: number; deals: number; activities: number };
  members: DemoMember[];
  products: { name: string; code: string; family: string; price: number }[];
}

const acmeProducts = [
  { name: "Dock Sensor Kit", code: "DSK-100", family: "Hardware", price: 420 },
  { name: "Pallet Tracker", code: "PTR-200", family: "Hardware", price: 95 },
  { name: "Cold Chain Logger", code: "CCL-150", family: "Hardware", price: 160 },
  { name: "Gateway Pro", code: "GWP-300", family: "Hardware", price: 1350 },
  { name: "Handheld Scanner", code: "HHS-210", family: "Hardware", price: 780 },
  { name: "Warehouse Platform, yearly", code: "WPL-Y", family: "Subscription", price: 9600 },
  { name: "Fleet Module, yearly", code: "FLM-Y", family: "Subscription", price: 4800 },
  { name: "Analytics Module, yearly", code: "ANM-Y", family: "Subscription", price: 3600 },
  { name: "Installation Day", code: "SRV-INS", family: "Services", price: 1450 },
  { name: "Training Day", code: "SRV-TRN", family: "Services", price: 1200 },
  { name: "Integration Package", code: "SRV-INT", family: "Services", price: 7500 },
  { name: "Premium Support, yearly", code: "SUP-Y", family: "Support", price: 5200 },
];

/** The two organizations of the demo. */
export const plans: DemoPlan[] = [
  {
    name: "Acme",
    slug: "acme",
    seed: 20260630,
    anchorDate: "2026-06-30",
    currency: "USD",
    days: 548,
    counts: { accounts: 300, contacts: 900, leads: 2000, deals: 600, activities: 3000 },
    members: [
      member("owner@acme.test", "Olivia Owens", "owner", null, 0, 1),
      member("admin@acme.test", "Adrian Adams", "admin", null, 0, 1),
      member("manager@acme.test", "Mona Mendez", "manager", "Field Sales", 10, 1.2),
      member("rep@acme.test", "Ravi Reddy", "member", "Field Sales", 30, 1),
      member("rep2@acme.test", "Rachel Rosen", "member", "Field Sales", 25, 1.4),
      member("rep3@acme.test", "Rolf Richter", "member", "Inside Sales", 22, 0.65),
      member("rep4@acme.test", "Renata Ruiz", "member", "Inside Sales", 13, 0.95),
      member("viewer@acme.test", "Vic Vance", "viewer", null, 0, 1),
    ],
    products: acmeProducts,
  },
  {
    name: "Globex",
    slug: "globex",
    seed: 19980412,
    anchorDate: "2026-06-30",
    currency: "EUR",
    days: 548,
    counts: { accounts: 30, contacts: 80, leads: 120, deals: 40, activities: 180 },
    members: [member("owner@globex.test", "Gita Gruber", "owner", null, 1, 1)],
    products: [
      { name: "Heat Pump 12 kW", code: "HP-12", family: "Hardware", price: 6900 },
      { name: "Heat Pump 24 kW", code: "HP-24", family: "Hardware", price: 11800 },
      { name: "Controller", code: "CTL-1", family: "Hardware", price: 890 },
      { name: "Commissioning", code: "SRV-COM", family: "Services", price: 1500 },
      { name: "Maintenance, yearly", code: "MNT-Y", family: "Services", price: 640 },
    ],
  },
];

function member(
  email: string,
  name: string,
  role: string,
  team: string | null,
  load: number,
  skill: number,
): DemoMember {
  return { email, name, role, team, load, skill };
}
