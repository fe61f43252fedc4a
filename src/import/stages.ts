import type { ClientBase } from "pg";

/** What the files say of one stage. */
export interface FoundStage {
  name: string;
  kind: "open" | "won" | "lost";
  /** Per cent. */
  probability: number;
}

/** A stage that deals can be put in. */
export interface Stage extends FoundStage {
  id: string;
  pipelineId: string;
}

/** Collects what the rows of opportunities and of their history say of stages. */
export class StageCollector {
  readonly #stages = new Map<
    string,
    { name: string; won: number; lost: number; open: number; probabilities: Map<number, number> }
  >();

  /** Notes one row's stage. `isClosed` and `isWon` are null where the file does not say. */
  add(
    name: string,
    isClosed: boolean | null,
    isWon: boolean | null,
    probability: number | null,
  ): void {
    const key = name.trim().toLowerCase();
    if (key === "") return;
    let stage = this.#stages.get(key);
    if (!stage) {
      stage = { name: name.trim(), won: 0, lost: 0, open: 0, probabilities: new Map() };
      this.#stages.set(key, stage);
    }
    if (isWon === true) stage.won += 1;
    else if (isClosed === true) stage.lost += 1;
    else if (isClosed === false) stage.open += 1;
    if (probability !== null && probability >= 0 && probability <= 100) {
      const rounded = Math.round(probability);
      stage.probabilities.set(rounded, (stage.probabilities.get(rounded) ?? 0) + 1);
    }
  }

  /** The stages found: open ones by probability, then won, then lost. */
  stages(): FoundStage[] {
    const order = { open: 0, won: 1, lost: 2 };
    return [...this.#stages.values()]
      .map((stage) => {
        const kind = kindOf(stage);
        const common = [...stage.probabilities].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 10;
        const probability = kind === "won" ? 100 : kind === "lost" ? 0 : common;
        return { name: stage.name, kind, probability };
      })
      .sort((a, b) => order[a.kind] - order[b.kind] || a.probability - b.probability);
  }
}

/** The stages of the pipeline that an import's deals go into. */
export class StageBook {
  readonly #stages: Map<string, Stage>;

  constructor(stages: Stage[]) {
    this.#stages = new Map(stages.map((stage) => [stage.name.toLowerCase(), stage]));
  }

  /** The stage of that name, in any case. */
  find(name: string): Stage | null {
    return this.#stages.get(name.trim().toLowerCase()) ?? null;
  }
}

/**
 * Finds the pipeline for the stages: the default one when it has them all (and means the same by
 * them), else one named after the source, made or extended with what it lacks.
 *
 * @param pipelineName - name of the pipeline to make
 * @throws a database error when the caller may not make pipelines
 */
export async function preparePipeline(
  client: ClientBase,
  pipelineName: string,
  found: FoundStage[],
): Promise<StageBook> {
  const standard = await loadStages(client, "p.is_default", []);
  const fitsStandard = found.every((stage) =>
    standard.some((other) => isSame(stage, other) && stage.kind === other.kind),
  );
  if (fitsStandard) return new StageBook(standard);
  const existing = await loadStages(client, "p.name = $1", [pipelineName]);
  const missing = found.filter((stage) => !existing.some((other) => isSame(stage, other)));
  if (missing.length === 0) return new StageBook(existing);
  await addStages(client, pipelineName, existing, missing);
  return new StageBook(await loadStages(client, "p.name = $1", [pipelineName]));
}

async function addStages(
  client: ClientBase,
  pipelineName: string,
  existing: Stage[],
  missing: FoundStage[],
): Promise<void> {
  await client.query("select app_hidden.require_permission('pipeline', 'create')");
  await client.query(
    `insert into app_public.pipelines (name, description) values ($1, $2)
       on conflict (organization_id, name) do nothing`,
    [pipelineName, "The stages that imported deals were in."],
  );
  const last = existing.length;
  const rows = missing.map((stage, index) => ({
    ...stage,
    position: last + index + 1,
    color: stage.kind === "won" ? "#10B981" : stage.kind === "lost" ? "#EF4444" : "#6B7280",
  }));
  await client.query(
    `insert into app_public.pipeline_stages (pipeline_id, name, position, kind, probability, color)
       select p.id, s.name, s.position, s.kind, s.probability, s.color
         from app_public.pipelines p,
           jsonb_to_recordset($2::jsonb) as s (name text, position int, kind text,
             probability int, color text)
         where p.name = $1`,
    [pipelineName, JSON.stringify(rows)],
  );
  await client.query(
    `update app_public.pipeline_stages s set position = ranked.rank
       from (
         select r.id, row_number() over (
             order by array_position('{open,won,lost}'::text[], r.kind), r.probability,
               r.position) as rank
           from app_public.pipeline_stages r join app_public.pipelines p on p.id = r.pipeline_id
           where p.name = $1) ranked
       where s.id = ranked.id and s.position <> ranked.rank`,
    [pipelineName],
  );
}

async function loadStages(
  client: ClientBase,
  condition: string,
  parameters: unknown[],
): Promise<Stage[]> {
  const { rows } = await client.query<Stage>(
    `select s.id, s.pipeline_id as "pipelineId", s.name, s.kind, s.probability
       from app_public.pipeline_stages s join app_public.pipelines p on p.id = s.pipeline_id
       where ${condition} order by s.position`,
    parameters,
  );
  return rows;
}

function isSame(a: FoundStage, b: FoundStage): boolean {
  return a.name.toLowerCase() === b.name.toLowerCase();
}

function kindOf(stage: {
  name: string;
  won: number;
  lost: number;
  open: number;
}): FoundStage["kind"] {
  if (stage.won > 0) return "won";
  if (stage.lost > 0) return "lost";
  if (stage.open > 0) return "open";
  if (/\bwon\b/i.test(stage.name)) return "won";
  return /\blost\b/i.test(stage.name) ? "lost" : "open";
}
