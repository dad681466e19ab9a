import { GitHub } from './github';
import { pullRequestNumber, type Step, writeOutputs } from './step';

/** The label of pull requests that have a preview. */
const label = 'preview';

/**
 * Checks whether the pull request in PULL_REQUEST has a preview: it is open and has the label. The event of the run may be outdated: the
 * pull request may be closed already, or the run may be repeated later. The output `wanted` contains the result.
 */
export const checkPreview: Step = async (_args, { variables, stop }) => {
  const { state, labels } = await new GitHub(variables, stop).pullRequest(pullRequestNumber(variables));
  const hasLabel = labels.some(({ name }) => name === label);
  console.log(`The pull request is ${state}, and ${hasLabel ? 'has' : 'does not have'} the label "${label}".`);
  writeOutputs(variables, { wanted: state === 'open' && hasLabel });
};
