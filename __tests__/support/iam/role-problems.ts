import { completeBootstrap } from './all-roles';
import { acrossEnvironments, type RoleKind } from './command-roles';
import { type Call, isAllowed } from './iam-evaluator';
import { statementsOf } from './role-policies';

/** The project and the name of an environment. The environment need not exist. */
interface Owner {
  readonly project: string;
  readonly name: string;
}

const project = 'eight-digit';
const preview = 'previewpr42';
const listed = ['dev', 'staging', 'prod'];
const anotherProject = 'another';

/** A role, the environment in which it may make calls, and the environments in which it must not. */
interface Evaluation {
  readonly role: string;
  readonly own: string;
  readonly others: readonly Owner[];
}

const evaluations: Readonly<Record<RoleKind, (environment: string) => Evaluation>> = {
  deploy: (own) => ({
    role: `github_deploy_${own}`,
    own,
    others: [...listed.filter((name) => name !== own), preview].map((name) => ({ project, name })),
  }),
  // The plan role may make calls in every listed environment.
  plan: (own) => ({ role: 'github_plan', own, others: [{ project, name: preview }] }),
  preview: () => ({ role: 'github_deploy_preview', own: preview, others: listed.map((name) => ({ project, name })) }),
};

/**
 * Evaluates recorded calls against the policies of the roles that run the command. Each role must allow the calls in its own environment,
 * and reject them in other environments and in another project.
 * @param environment the listed environment whose resources the calls name
 * @returns the violations, one sentence each
 */
export function roleProblems(roles: readonly RoleKind[], environment: string, calls: readonly Call[]): string[] {
  const bootstrap = completeBootstrap();
  return roles.flatMap((kind) => {
    const { role, own, others } = evaluations[kind](environment);
    const statements = statementsOf(bootstrap, role);
    const from = { project, name: environment };
    const missing = moved(calls, from, { project, name: own }).filter((call) => !isAllowed(statements, call));
    const excessive = [...others, { project: anotherProject, name: own }].flatMap((other) =>
      moved(calls, from, other)
        // Calls that name no environment are skipped, because they are the same for every environment.
        .filter((call, index) => JSON.stringify(call) !== JSON.stringify(calls[index]))
        .filter((call) => isAllowed(statements, call))
        .filter(({ action }) => kind === 'preview' || other.project !== project || !(action in acrossEnvironments)),
    );
    return [
      ...missing.map(({ action, resource }) => `${role} is not allowed to call ${action} on ${resource}`),
      ...excessive.map(({ action, resource }) => `${role} may call ${action} on ${resource}`),
    ];
  });
}

/** Returns the same calls in another environment, by replacing the names of the resources. */
function moved(calls: readonly Call[], from: Owner, to: Owner): Call[] {
  const text = JSON.stringify(calls);
  const names = ['-', '/'].map((separator) => [
    `${from.project}${separator}${from.name}`,
    `${to.project}${separator}${to.name}`,
  ]);
  return JSON.parse(names.reduce((moving, [before = '', after = '']) => moving.replaceAll(before, after), text));
}
