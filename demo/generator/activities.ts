import { callSubjects, emailSubjects, meetingSubjects, taskSubjects } from "./words.ts";
import { addRow, dateOf, isWeekend, momentOf, nextId } from "./world.ts";
import type { User, World } from "./world.ts";

const kinds = [
  { subtype: "Call", subjects: callSubjects, weight: 34 },
  { subtype: "Email", subjects: emailSubjects, weight: 30 },
  { subtype: "Task", subjects: taskSubjects, weight: 18 },
  { subtype: "Event", subjects: meetingSubjects, weight: 18 },
];
const outcomes = ["Connected", "Connected", "Left voicemail", "No answer"];

interface Subject {
  who: string;
  what: string;
  account: string;
  owner: User;
}

/** Adds what people did and still have to do: most of it on deals, the rest on leads. */
export function addActivities(world: World): void {
  const { random, plan } = world;
  let left = plan.counts.activities;
  const open = world.deals.filter((deal) => !deal.isClosed);
  for (const deal of open) {
    const subject = {
      who: deal.contact.id,
      what: deal.id,
      account: deal.account.id,
      owner: deal.owner,
    };
    const isOverdue = random.chance(0.3);
    const day = isOverdue ? -random.between(1, 21) : random.between(0, 21);
    addActivity(world, subject, day, false);
    left -= 1;
  }
  const forLeads = Math.round(left * 0.3);
  for (let index = 0; index < forLeads; index += 1) {
    const lead = random.pick(world.leads);
    if (lead.lastActivity === null) continue;
    const isTodo = lead.isOpen && random.chance(0.25);
    const day = isTodo ? random.between(-10, 14) : between(world, lead.day, lead.lastActivity);
    addActivity(world, { who: lead.id, what: "", account: "", owner: lead.owner }, day, !isTodo);
    left -= 1;
  }
  while (left > 0) {
    const deal = random.pick(world.deals);
    const day = between(world, deal.day, Math.min(deal.closeDay, -1));
    addActivity(
      world,
      { who: deal.contact.id, what: deal.id, account: deal.account.id, owner: deal.owner },
      day,
      true,
    );
    left -= 1;
  }
}

function addActivity(world: World, subject: Subject, wished: number, isDone: boolean): void {
  const { random } = world;
  let day = wished;
  while (isWeekend(world, day) && day < -2) day += 1;
  const kind = random.weighted(kinds, (item) => item.weight);
  const common = {
    WhoId: subject.who,
    WhatId: subject.what,
    AccountId: subject.account,
    Subject: random.pick(kind.subjects),
  };
  const created = momentOf(world, Math.min(day, -1) - random.between(0, 6), 7);
  if (kind.subtype === "Event") {
    addRow(world, "Event", {
      Id: nextId(world, "00U"),
      ...common,
      StartDateTime: momentOf(world, day),
      DurationInMinutes: random.pick([30, 45, 60, 90]),
      Location: random.pick(["Video call", "Customer site", "Our office"]),
      OwnerId: subject.owner.id,
      CreatedDate: created,
    });
    return;
  }
  const isCall = kind.subtype === "Call" && isDone;
  addRow(world, "Task", {
    Id: nextId(world, "00T"),
    ...common,
    TaskSubtype: kind.subtype,
    ActivityDate: dateOf(world, day),
    Status: isDone ? "Completed" : random.pick(["Not Started", "Not Started", "In Progress"]),
    Priority: random.weighted(["Normal", "High", "Low"], (name) => (name === "Normal" ? 7 : 2)),
    CompletedDateTime: isDone ? momentOf(world, day, 18) : "",
    CallDurationInSeconds: isCall ? random.between(40, 2400) : "",
    CallDisposition: isCall ? random.pick(outcomes) : "",
    OwnerId: subject.owner.id,
    CreatedDate: created,
  });
}

function between(world: World, first: number, last: number): number {
  return world.random.between(Math.min(first, last), Math.max(first, last));
}
