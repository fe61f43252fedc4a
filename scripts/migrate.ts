import "../src/environment.ts";
import { withSession } from "../src/cli/session.ts";
import { fail } from "./failure.ts";

// Opening a session brings the database to the newest schema.
await withSession(async () => console.log("The database is migrated")).catch(fail);
