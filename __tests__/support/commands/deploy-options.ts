import type { DeployOptions } from '../../../tools/deploy/deployment';

/** The options of a deployment without flags, except that it does not check the public address. */
export const deployOptions: DeployOptions = {
  yes: false,
  acceptDataLoss: false,
  wait: false,
  plan: false,
  clean: false,
  verify: false,
  smoke: false,
};
