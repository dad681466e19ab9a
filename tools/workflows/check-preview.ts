import { GitHub } from '../github/github';
import { writeOutputs } from '../github/workflow-run';
import { pullRequestNumber, type Step } from './step';

/** The label that gives a pull request a preview. */
const label = 'preview';

/**
 * Checks whether the pull request in PULL_REQUEST should have a preview: it must be open and have the label. Sets the
 * output `wanted`. Asks GitHub, because the event that started the run may be outdated, for example if the pull request
 * was closed since then.
 */
export const checkPreview: Step = async (_args, { variables, stop }) => {
  const { state, labels } = await new GitHub(variables, stop).pullRequest(pullRequestNumber(variables));
  const hasLabel = labels.some(({ name }) => name === label);
  console.log(`The pull request is ${state}, and ${hasLabel ? 'has' : 'does not have'} the label "${label}".`);
  writeOutputs(variables, { wanted: state === 'open' && hasLabel });
};
