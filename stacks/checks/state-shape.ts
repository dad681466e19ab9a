import type { State } from '../settings/state-settings';
import { oneOfKinds, optional, string } from './shape';

/** The shape of the setting `state`, for environments and the bootstrap. */
export const stateShape = oneOfKinds<State>({
  local: {},
  s3: { bucket: string, region: string },
  cloud: { organization: string, workspace: optional(string) },
});
