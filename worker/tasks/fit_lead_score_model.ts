import type { Task } from "graphile-worker";
import { fitLeadModel } from "../../src/scoring/leadModel.ts";
import type { ClosedLead } from "../../src/scoring/leadModel.ts";

type Payload = { organization_id: string; model_id: string };

/**
 * Fits a model to an organization's closed leads and writes it down, or why there is none. Run
 * twice it finds that the model does not wait any more.
 */
const fitLeadScoreModel: Task = async (payload, { withPgClient }) => {
  const { organization_id, model_id } = payload as Payload;
  const { rows } = await withPgClient((client) =>
    client.query<ClosedLead>(
      `select lead_id as id, is_converted as "isConverted", features, levels
         from app_private.lead_training_rows($1)`,
      [organization_id],
    ),
  );
  const model = await fitLeadModel(rows);
  await withPgClient((client) =>
    client.query("select app_private.finish_lead_score_model($1, $2, $3)", [
      organization_id, model_id, JSON.stringify(model),
    ]),
  );
};

export default fitLeadScoreModel;
