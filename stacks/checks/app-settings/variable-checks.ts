import type { Environment } from '../../environment';
import { isNamedAsSecret, secretIn } from '../secret-literals';
import { failedChecks, type SettingsProblem } from '../settings-problem';
import { variableField, variableNameProblems } from './variable-names';

/**
 * The maximum size of the names and values of all variables together, in bytes. ECS limits the whole task definition to 64 KiB.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
 */
const maxVariablesBytes = 32 * 1024;

/** Returns the problems with the names and the literal values of variables, and with the names of secrets. */
export function variableProblems(environment: Environment): SettingsProblem[] {
  const names = variableNameProblems(environment);
  const literals = Object.entries(environment.app?.environment ?? {}).flatMap(([name, value]) =>
    typeof value === 'string' ? [{ field: variableField('environment', name), name, value }] : [],
  );
  const bytes = literals.reduce((sum, { name, value }) => sum + Buffer.byteLength(name + value), 0);
  return [
    ...names,
    ...literals.flatMap((literal) => literalProblems(literal, !names.some(({ field }) => field === literal.field))),
    ...failedChecks([
      {
        field: 'app.environment',
        value: bytes,
        allowed: bytes <= maxVariablesBytes,
        remedy: `The names and values of all variables together may have at most ${maxVariablesBytes} bytes, because ECS limits the size of a task definition. Move long values to a file in the image.`,
      },
    ]),
  ];
}

interface Literal {
  readonly field: string;
  readonly name: string;
  readonly value: string;
}

/**
 * Returns the problems with the literal value of a variable. The messages do not contain the whole secret, because messages remain in the
 * CI log.
 */
function literalProblems({ field, name, value }: Literal, isNameAllowed: boolean): SettingsProblem[] {
  const secret = secretIn(value);
  if (secret !== undefined)
    return [{ field, value: secret.shown, remedy: secretRemedy(`This value looks like ${secret.kind}`) }];
  if (isNameAllowed && isNamedAsSecret(name, value)) {
    const remedy = `${secretRemedy("The variable's name suggests that its value is a secret")} If the value is not a secret, choose another name.`;
    return [{ field, value: '…', remedy }];
  }
  const remedy = 'ECS drops empty variables. Give the variable a value, or remove the variable.';
  return failedChecks([{ field, value, allowed: value !== '', remedy }]);
}

function secretRemedy(reason: string): string {
  return `${reason}. Code must not contain secrets, and everybody who can read the task definition could read the secret. Use app.secrets. If the secret was committed, revoke it.`;
}
