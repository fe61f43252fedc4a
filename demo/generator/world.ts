import type { DemoMember, DemoPlan } from "./plan.ts";
import type { Random } from "./random.ts";

/** A row of a CSV file: column name to cell. */
export type Row = Record<string, string | number | boolean>;

export interface User {
  id: string;
  member: DemoMember;
}

export interface Account {
  id: string;
  name: string;
  domain: string;
  industry: string;
  employees: number;
  place: { city: string; state: string; country: string; dial: string };
  currency: string;
  owner: User;
  /** Day of creation, counted from the anchor date (negative: before it). */
  day: number;
  contacts: Contact[];
  hasWon: boolean;
}

export interface Contact {
  id: string;
  firstName: string;
  lastName: string;
  email: string;
  phone: string;
  title: string;
  department: string;
  account: Account;
  source: string;
  day: number;
}

export interface Lead {
  id: string;
  day: number;
  isOpen: boolean;
  owner: User;
  lastActivity: number | null;
}

export interface Deal {
  id: string;
  account: Account;
  contact: Contact;
  owner: User;
  source: string;
  day: number;
  /** Day on which it closed, or on which it is expected to close. */
  closeDay: number;
  stage: string;
  isClosed: boolean;
  isWon: boolean;
}

/** Everything generated so far, and the file rows made of it. */
export interface World {
  plan: DemoPlan;
  random: Random;
  users: User[];
  sellers: User[];
  accounts: Account[];
  contacts: Contact[];
  leads: Lead[];
  deals: Deal[];
  files: Map<string, Row[]>;
  emails: Set<string>;
  names: Set<string>;
  lastId: number;
}

const monthWeight = [0.85, 0.95, 1.15, 1.05, 1.1, 1.2, 0.8, 0.7, 1.15, 1.2, 1.1, 0.65];
const dayLength = 86_400_000;

/** The next record id: three characters of the object, then a running number, 15 in all. */
export function nextId(world: World, prefix: string): string {
  world.lastId += 1;
  const organization = world.plan.slug.slice(0, 3).toUpperCase();
  return `${prefix}${organization}${String(world.lastId).padStart(9, "0")}`;
}

/** Adds a row to one of the files. */
export function addRow(world: World, file: string, row: Row): void {
  const rows = world.files.get(file);
  if (rows) rows.push(row);
  else world.files.set(file, [row]);
}

/** The calendar date of a day counted from the anchor date. */
export function dateOf(world: World, day: number): string {
  return new Date(Date.parse(world.plan.anchorDate) + Math.floor(day) * dayLength)
    .toISOString()
    .slice(0, 10);
}

/** A moment of a day within office hours (UTC), to the minute. */
export function momentOf(world: World, day: number, hour = world.random.between(8, 17)): string {
  const minute = world.random.between(0, 59);
  const time = `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
  return `${dateOf(world, day)}T${time}:00Z`;
}

/** True for Saturdays and Sundays. */
export function isWeekend(world: World, day: number): boolean {
  const weekday = new Date(Date.parse(dateOf(world, day))).getUTCDay();
  return weekday === 0 || weekday === 6;
}

/**
 * A working day before the anchor date: more of them lately, fewer in summer and December.
 *
 * @param earliest - the first day it may be (negative)
 */
export function pastDay(world: World, earliest = -world.plan.days): number {
  const { random, plan } = world;
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const day = random.between(earliest, -1);
    if (isWeekend(world, day)) continue;
    const month = new Date(Date.parse(dateOf(world, day))).getUTCMonth();
    const growth = 0.75 + (0.5 * (day + plan.days)) / plan.days;
    if (random.chance(((monthWeight[month] ?? 1) * growth) / 1.5)) return day;
  }
  return earliest;
}

/** One of the people who sell, as often as their load says. */
export function pickSeller(world: World): User {
  return world.random.weighted(world.sellers, (user) => user.member.load);
}
