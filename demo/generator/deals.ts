import { lossReasons } from "./words.ts";
import { leadSources } from "./words.ts";
import { addRow, dateOf, momentOf, nextId, pastDay } from "./world.ts";
import type { Account, Contact, Deal, User, World } from "./world.ts";

const stages = [
  { name: "Prospecting", probability: 10, share: 0.28 },
  { name: "Qualification", probability: 25, share: 0.27 },
  { name: "Proposal", probability: 50, share: 0.27 },
  { name: "Negotiation", probability: 75, share: 0.18 },
];
const exits = [
  { stage: 0, weight: 22 },
  { stage: 1, weight: 30 },
  { stage: 2, weight: 30 },
  { stage: 3, weight: 18 },
];
const baseWinRate = 0.27;

/** What is known of a deal when it begins. */
export interface DealStart {
  account: Account;
  contact: Contact;
  owner: User;
  source: { name: string; closing: number };
  day: number;
}

/** Adds deals that came without a lead, until the organization has as many as planned. */
export function fillDeals(world: World): void {
  const { plan, random } = world;
  while (world.deals.length < plan.counts.deals) {
    const day = pastDay(world);
    const account = random.pick(world.accounts);
    const contact = account.contacts[0];
    if (account.day > day || !contact) continue;
    const source = random.weighted(leadSources, (item) => item.weight * item.closing);
    addDeal(world, { account, contact, owner: account.owner, source, day });
  }
}

/** Adds a deal with its line items and the history of its stages. */
export function addDeal(world: World, start: DealStart): Deal {
  const { random } = world;
  const { account, contact, owner, source, day } = start;
  const id = nextId(world, "006");
  const amount = addLines(world, id, account);
  const size = Math.log10(Math.max(amount, 1000)) / 4.3;
  const cycle = Math.min(
    120,
    Math.max(12, Math.round(48 * size * Math.exp(random.normal() * 0.45))),
  );
  const wins = random.chance(baseWinRate * source.closing * owner.member.skill);
  const exit = wins ? 4 : random.weighted(exits, (item) => item.weight).stage;
  const lastShare = stages.slice(0, exit + 1).reduce((sum, stage) => sum + stage.share, 0);
  const isStale = random.chance(0.03);
  const length = wins ? cycle : Math.max(6, Math.round(cycle * (0.35 + 0.65 * lastShare)));
  const closeDay = day + length;
  const isClosed = closeDay < 0 && !isStale;
  const reached = isClosed ? exit : stageAt(world, Math.min(exit, 3), -day / length);
  const stage = isClosed ? (wins ? "Closed Won" : "Closed Lost") : nameOf(reached);
  const expected = isClosed ? closeDay : expectedClose(world, day, cycle);
  const lossReason = isClosed && !wins ? random.weighted(lossReasons, (item) => item.weight) : null;
  const probability = isClosed ? (wins ? 100 : 0) : (stages[reached]?.probability ?? 10);
  const product = world.plan.products.length > 0 ? random.pick(world.plan.products) : null;
  addRow(world, "Opportunity", {
    Id: id,
    AccountId: account.id,
    ContactId: contact.id,
    Name: `${account.name} - ${product?.name.split(",")[0] ?? "Order"}`,
    StageName: stage,
    Amount: amount.toFixed(2),
    CurrencyIsoCode: account.currency,
    Probability: probability,
    CloseDate: dateOf(world, expected),
    Type: account.hasWon ? "Existing Business" : "New Business",
    LeadSource: source.name,
    IsClosed: isClosed,
    IsWon: isClosed && wins,
    Loss_Reason__c: lossReason?.name ?? "",
    OwnerId: owner.id,
    CreatedDate: momentOf(world, day, 7),
  });
  const last = Math.min(reached, 3);
  const end = isClosed ? closeDay : -1;
  addHistory(world, { id, amount, owner, day, expected }, last, end, isClosed ? stage : null);
  if (isClosed && wins) account.hasWon = true;
  const deal: Deal = {
    ...{ id, account, contact, owner, source: source.name, day, stage, isClosed },
    closeDay: expected,
    isWon: isClosed && wins,
  };
  world.deals.push(deal);
  return deal;
}

function nameOf(stage: number): string {
  return stages[stage]?.name ?? "Prospecting";
}

/** The stage that an open deal has reached after a share of its life. */
function stageAt(world: World, highest: number, share: number): number {
  let passed = 0;
  for (let index = 0; index < highest; index += 1) {
    passed += (stages[index]?.share ?? 0) * (0.8 + world.random.next() * 0.4);
    if (share < passed) return index;
  }
  return highest;
}

function expectedClose(world: World, day: number, cycle: number): number {
  const { random } = world;
  // Some people do not move their dates on: the close date lies behind.
  if (random.chance(0.08)) return -random.between(1, 20);
  return Math.max(day + cycle, random.between(3, 75)) + random.between(0, 12);
}

interface HistoryDeal {
  id: string;
  amount: number;
  owner: User;
  day: number;
  expected: number;
}

function addHistory(
  world: World,
  deal: HistoryDeal,
  lastStage: number,
  endDay: number,
  closing: string | null,
): void {
  const { random } = world;
  const life = Math.max(1, endDay - deal.day);
  const parts = stages.slice(0, lastStage + 1).map((stage) => stage.share + random.next() * 0.15);
  const total = parts.reduce((sum, part) => sum + part, 0);
  let day = deal.day;
  for (let index = 0; index <= lastStage; index += 1) {
    const early = index < lastStage && random.chance(0.4);
    addHistoryRow(world, deal, nameOf(index), stages[index]?.probability ?? 0, {
      day,
      hour: 7 + Math.min(index, 3),
      close: early ? deal.expected - random.between(5, 30) : deal.expected,
      factor: early ? 0.8 + random.next() * 0.4 : 1,
    });
    day = Math.floor(day + (life * (parts[index] ?? 0)) / total);
  }
  if (closing === null) return;
  const probability = closing === "Closed Won" ? 100 : 0;
  const at = { day: endDay, hour: 16, close: endDay, factor: 1 };
  addHistoryRow(world, deal, closing, probability, at);
}

function addHistoryRow(
  world: World,
  deal: HistoryDeal,
  stage: string,
  probability: number,
  at: { day: number; hour: number; close: number; factor: number },
): void {
  addRow(world, "OpportunityHistory", {
    Id: nextId(world, "008"),
    OpportunityId: deal.id,
    StageName: stage,
    Amount: (deal.amount * at.factor).toFixed(2),
    Probability: probability,
    CloseDate: dateOf(world, Math.max(at.close, at.day)),
    CreatedById: deal.owner.id,
    CreatedDate: momentOf(world, at.day, at.hour),
  });
}

/** Adds the line items of a deal and returns their sum. */
function addLines(world: World, dealId: string, account: Account): number {
  const { random, plan } = world;
  const count = random.weighted([1, 2, 3, 4], (size) => 5 - size);
  const chosen = new Set<(typeof plan.products)[number]>();
  while (chosen.size < Math.min(count, plan.products.length))
    chosen.add(random.pick(plan.products));
  const scale = Math.min(6, Math.max(1, Math.log2(account.employees / 20)));
  let cents = 0;
  for (const product of chosen) {
    const most = product.price < 500 ? 30 : product.price < 2000 ? 8 : 2;
    const quantity = Math.max(1, Math.round((random.between(1, most) * scale) / 2));
    const discount = random.chance(0.25) ? random.pick([5, 10, 15, 20]) : 0;
    const total = Math.round(quantity * product.price * 100 * (1 - discount / 100));
    cents += total;
    addRow(world, "OpportunityLineItem", {
      Id: nextId(world, "00k"),
      OpportunityId: dealId,
      Product2Id: productId(world, product.code),
      Quantity: quantity,
      UnitPrice: product.price,
      Discount: discount || "",
      TotalPrice: (total / 100).toFixed(2),
    });
  }
  return cents / 100;
}

function productId(world: World, code: string): string {
  const row = world.files.get("Product2")?.find((product) => product["ProductCode"] === code);
  return String(row?.["Id"] ?? "");
}
