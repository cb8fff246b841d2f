import "./main";
import { start } from "./behaviours/start";
import { bulk } from "./behaviours/bulk";
import { proofCamera } from "./behaviours/proof-camera";
import { queueKeys } from "./behaviours/queue-keys";
import { refresh } from "./behaviours/refresh";

start({
  "data-bulk": bulk,
  "data-proof-camera": proofCamera,
  "data-queue-keys": queueKeys,
  "data-refresh": refresh,
});
