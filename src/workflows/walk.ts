/**
 * The way through the actions of a workflow. A path names an action by where it stands, such as
 * `actions[2].then[0]`, so that a run that waits knows where it goes on.
 */
import type { BranchConfiguration, CompiledAction } from "./definition.ts";

/** An action and where it stands. */
export type Place = { readonly path: string; readonly action: CompiledAction };

const STEP = /(actions|then|else)\[(\d+)\]/g;

type Step = { readonly side: string; readonly position: number };

function stepsOf(path: string): Step[] {
  return [...path.matchAll(STEP)].map(([, side = "", position = ""]) => ({ side, position: Number(position) }));
}

function pathOf(steps: readonly Step[]): string {
  return steps.map(({ side, position }) => `${side}[${position}]`).join(".");
}

function sideOf(action: CompiledAction, side: string): readonly CompiledAction[] {
  const { then, else: otherwise = [] } = action.configuration as unknown as BranchConfiguration;
  return side === "then" ? then : otherwise;
}

/** The action at the end of these steps. */
function actionAt(actions: readonly CompiledAction[], steps: readonly Step[]): CompiledAction | undefined {
  let among = actions;
  let found: CompiledAction | undefined;
  for (const { side, position } of steps) {
    if (found) among = sideOf(found, side);
    found = among[position];
    if (!found) return undefined;
  }
  return found;
}

/**
 * Where a run goes on.
 * @param path - as a run keeps it; null for the beginning
 * @returns null when there is no such action
 */
export function placeAt(actions: readonly CompiledAction[], path: string | null): Place | null {
  const steps = path === null ? [{ side: "actions", position: 0 }] : stepsOf(path);
  const action = actionAt(actions, steps);
  return action ? { path: pathOf(steps), action } : null;
}

/** The action after another: its next neighbour, or what follows the branch that it ends; null at the end. */
export function placeAfter(actions: readonly CompiledAction[], { path }: Place): Place | null {
  const steps = stepsOf(path);
  for (let last = steps.pop(); last; last = steps.pop()) {
    const next = [...steps, { ...last, position: last.position + 1 }];
    const action = actionAt(actions, next);
    if (action) return { path: pathOf(next), action };
  }
  return null;
}

/** The first action of a side of a branch; what follows the branch when there is none. */
export function placeWithin(actions: readonly CompiledAction[], branch: Place, side: "then" | "else"): Place | null {
  const [action] = sideOf(branch.action, side);
  return action ? { path: `${branch.path}.${side}[0]`, action } : placeAfter(actions, branch);
}
