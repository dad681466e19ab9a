import type { Environment } from '../../environment';
import { isArn } from '../../iam/secret-arns';
import type { SecretSource } from '../../settings/secret-source';
import { secretIn } from '../secret-literals';
import { failedChecks, type SettingsCheck, type SettingsProblem } from '../settings-problem';

/** Returns the problems with the parameters and secrets to which an environment's file refers. */
export function secretSourceProblems(environment: Environment): SettingsProblem[] {
  const sources = Object.entries(environment.app?.secrets ?? {});
  return sources.flatMap(([name, source]) => {
    const [first, other] = sources.find(([, { secret }]) => secret !== undefined && secret === source.secret) ?? [];
    return failedChecks([
      ...sourceChecks(environment, `app.secrets.${name}`, source),
      {
        field: `app.secrets.${name}.kmsKey`,
        value: source.kmsKey,
        allowed: other === undefined || other.kmsKey === source.kmsKey,
        remedy: `app.secrets.${first} names the same secret with a different kmsKey, or without one. Set the same kmsKey in both, or in neither.`,
      },
    ]);
  });
}

function sourceChecks(environment: Environment, field: string, source: SecretSource): SettingsCheck[] {
  const { parameter, secret, key, kmsKey } = source;
  const values = valueChecks(field, source);
  if (values.length > 0) return values;
  const count = [parameter, secret].filter((name) => name !== undefined).length;
  if (count !== 1 || (key !== undefined && secret === undefined)) {
    const remedy = "Name either a parameter, { parameter: '/name' }, or a secret, { secret: 'name', key: 'key' }.";
    return [{ field, value: { parameter, secret, key }, allowed: false, remedy }];
  }
  return [
    ...(parameter === undefined ? [] : parameterChecks(environment, `${field}.parameter`, parameter)),
    ...(secret === undefined ? [] : [secretCheck(environment, `${field}.secret`, secret)]),
    {
      field: `${field}.key`,
      value: key,
      allowed: key === undefined || /^[\w.@/+=-]{1,128}$/.test(key),
      remedy:
        'Use a key of the JSON object in the secret, or remove the setting. A key has 1 to 128 letters, digits or characters of _.@/+=-',
    },
    {
      field: `${field}.kmsKey`,
      value: kmsKey,
      allowed: kmsKey === undefined || kmsKeyArn(environment.region).test(kmsKey),
      remedy: `Use the ARN of a KMS key in ${environment.region}, for example arn:aws:kms:${environment.region}:123456789012:key/12345678-1234-1234-1234-123456789012. An alias does not work, because an IAM policy must name the key itself. Or remove the setting.`,
    },
  ];
}

/** Returns a failed check for each field that contains the value of a secret instead of its name in AWS. */
function valueChecks(field: string, source: SecretSource): SettingsCheck[] {
  return Object.entries(source).flatMap(([name, text]: [string, string | undefined]) => {
    const found = secretIn(text ?? '');
    if (found === undefined) return [];
    const remedy = `This value looks like ${found.kind}. Name the place that stores the value, not the value itself. If the secret was committed, revoke it.`;
    return [{ field: `${field}.${name}`, value: found.shown, allowed: false, remedy }];
  });
}

/**
 * Returns the pattern of the ARN of a KMS key in this region. The key may be in another account. The id of a multi-Region key begins with
 * `mrk-`.
 */
function kmsKeyArn(region: string): RegExp {
  return new RegExp(`^arn:aws:kms:${region}:\\d{12}:key/(mrk-)?[0-9a-f-]{32,36}$`);
}

/**
 * Returns the checks of a parameter's name. https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
 */
function parameterChecks({ project, name }: Environment, field: string, parameter: string): SettingsCheck[] {
  // The names of the parameters that the project's stacks create, in every environment.
  const published = new RegExp(`^/${project}/[^/]+/(deployed|removal|database/|entries/table|uploads/)`);
  return [
    {
      field,
      value: parameter,
      allowed: /^(\/[\w.-]+){1,15}$/.test(parameter) && parameter.length <= 900 && !/^\/(aws|ssm)/i.test(parameter),
      remedy: `Use a name that begins with "/", has up to 15 parts of letters, digits and _.-, and does not begin with /aws or /ssm, for example /${project}/${name}/api-key.`,
    },
    {
      field,
      value: parameter,
      allowed: !published.test(parameter),
      remedy: `This name is reserved for parameters that the project's stacks create. The plan role could read a secret with this name. Choose another name, for example /${project}/${name}/api-key.`,
    },
  ];
}

/** Returns the check of a secret's name or ARN. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
function secretCheck({ region, account = '\\d{12}' }: Environment, field: string, secret: string): SettingsCheck {
  const pattern = isArn(secret)
    ? new RegExp(`^arn:aws:secretsmanager:${region}:${account}:secret:[\\w/+=.@-]{1,512}-[A-Za-z0-9]{6}$`)
    : /^[\w/+=.@-]{1,512}$/;
  return {
    field,
    value: secret,
    allowed: pattern.test(secret),
    remedy: `Use the name of a secret in ${region} (up to 512 letters, digits and /_+=.@-) or its complete ARN, including the hyphen and the six characters at the end.`,
  };
}
