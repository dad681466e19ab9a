import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { PlannedFor } from '../deploy/saved-plan';
import { writeOutputs, writeSummary } from '../github/workflow-run';
import type { EnvironmentReport } from './environment-report';
import { environmentMarkdown } from './plan-markdown';
import type { Step } from './step';

/**
 * Shows a saved plan on the page of the run, for the people who approve the deployment. `npm run deploy` or `npm run
 * promote` has saved the plan in the folder.
 * The output `changes` says whether there is anything to apply.
 */
export const reportPlan: Step = async ([folder = ''], { variables }) => {
  const plan = JSON.parse(readFileSync(path.join(folder, 'plan.json'), 'utf8')) as EnvironmentReport & PlannedFor;
  const { environment, version, image, isFirst, hasChanges } = plan;
  const then = isFirst
    ? `Nothing has been deployed to ${environment} yet. After an approval, the job applies this plan, and then a second plan that deploys the image. If the second plan would destroy or replace a resource, the job fails and does not apply that plan.`
    : 'After an approval, the job applies exactly this plan.';
  const lines = [
    environmentMarkdown(plan),
    `Version ${version}, image \`${image}\``,
    hasChanges ? then : 'There is nothing to apply.',
  ];
  writeSummary(variables, lines.join('\n\n'));
  writeOutputs(variables, { changes: hasChanges === true });
};
