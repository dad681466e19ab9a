import { stringsIn } from './configuration';
import { allowedBy, textsIn } from './policy-documents';
import type { Rule } from './rule';

/** `*`, `s3:*`, and the same in other words. */
const everything = /^([^:]*:)?[*?]*\*[*?]*$/;
/** Of AWS's own policies, those that allow whole services. */
const managedForEverything = /:policy\/(.*\/)?(AdministratorAccess.*|PowerUserAccess|\w*FullAccess\w*)$/;

/** Policies allow actions by their names: neither all, nor all of a service, nor all but some. */
export const policyActions: Rule = (configuration) => [
  ...allowedBy(configuration).flatMap(({ block, actions, notActions }) => {
    const whole = actions.find((action) => everything.test(action));
    const allowed = notActions.length > 0 ? `everything but ${notActions.join(', ')}` : whole;
    return allowed === undefined
      ? []
      : [
          {
            block,
            message: `This policy allows ${allowed}. Name the actions that are needed, for example s3:GetObject.`,
          },
        ];
  }),
  ...configuration.resourcesOf().flatMap((block) =>
    textsIn(block.attributes)
      .filter(({ argument, text }) => /^(managed_)?policy_arns?$/.test(argument) && managedForEverything.test(text))
      .map(({ text }) => ({
        block,
        message: `AWS's policy ${stringsIn(text).join()} allows every action of a service or of all. Write one with the actions that are needed (allowPolicy of stacks/policy.ts).`,
      })),
  ),
];
