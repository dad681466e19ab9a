import type { DeployOptions } from '../../../tools/deploy/deploy-command';

/** The options of `npm run deploy -- --no-verify`, which sends no request to the public address. */
export const deployOptions: DeployOptions = {
  yes: false,
  acceptDataLoss: false,
  wait: false,
  plan: false,
  clean: false,
  verify: false,
  smoke: false,
};
