import type { DeployOptions } from '../../../tools/deploy/deployment';

/** The options of `npm run deploy` without flags, except that no request is sent to the public address. */
export const deployOptions: DeployOptions = {
  yes: false,
  acceptDataLoss: false,
  wait: false,
  plan: false,
  clean: false,
  verify: false,
  smoke: false,
};
