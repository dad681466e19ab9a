import path from 'node:path';

/** The errors of Terraform Cloud that have a known cause, each with a message that says what to do. */
const explanations: readonly (readonly [
  error: RegExp,
  explain: (groups: Readonly<Record<string, string>>, environment: string) => string,
])[] = [
  [
    /Required token could not be found/,
    () =>
      'You are not logged in to Terraform Cloud. Run terraform login. In CI, set TF_TOKEN_app_terraform_io to the token of a team.',
  ],
  [/: unauthorized\b/, wrongToken],
  [
    /organization "(?<organization>[^"]+)" at host \S+ not found/,
    ({ organization }, environment) =>
      `Terraform Cloud has no organization "${organization}", or your token has no access to it. Correct \`state\` in environments/${environment}.ts, or log in as a member: terraform login`,
  ],
  [
    /error creating workspace (?<name>\S+): (?<reason>.+)/,
    ({ name, reason }) =>
      `There is no workspace ${name}, and Terraform Cloud does not let you create it (${reason}). Create the workspace on the website of Terraform Cloud, with the CLI-driven workflow, or use a token that is allowed to manage workspaces.`,
  ],
  [
    /Insufficient rights to (?<action>apply changes|generate a plan)/,
    ({ action }) =>
      `Your token is not allowed to ${action === 'apply changes' ? 'apply runs' : 'queue plans'} in this workspace of Terraform Cloud. Ask an admin of the workspace for the permission. docs/terraform-cloud.md lists what each command needs.`,
  ],
  [
    /The local Terraform version \((?<local>[^)]+)\) does not meet the version requirements for remote workspace (?<name>\S+) \((?<remote>[^)]+)\)/,
    ({ local, name, remote }) =>
      `The workspace ${name} requires Terraform ${remote}, but this machine has ${local}. Change the version in the workspace (Settings, General), or install a version on this machine that meets the requirement.`,
  ],
  [
    /(?:discovery document|network issue prevented cloud|Failed to create the .* client).*?: Get "[^"]+": (?<reason>.+)/,
    ({ reason = '' }) =>
      `Terraform Cloud is not responding (${reason.replace(/\.? on cdk\.tf\.json.*|\.$/, '')}). Check the network, the proxy in HTTPS_PROXY, and https://status.hashicorp.com.`,
  ],
];

/**
 * Explains why Terraform Cloud rejects a command or does not respond.
 * @param error the output of Terraform
 * @param folder the folder of the stack; its last part is the name of the environment
 * @returns undefined for other errors
 */
export function explainCloudError(error: string, folder: string): string | undefined {
  // Terraform wraps the lines of its error messages and draws a frame around them.
  const text = error.replace(/[│╷╵\s]+/g, ' ').trim();
  for (const [form, explain] of explanations) {
    const match = form.exec(text);
    if (match) return explain({ ...match.groups }, path.basename(folder));
  }
  return undefined;
}

function wrongToken(): string {
  const { TF_TOKEN_app_terraform_io: token } = process.env;
  const [place, remedy] = token
    ? [' in TF_TOKEN_app_terraform_io', 'Set the variable to another token, or unset it and run terraform login.']
    : ['', 'Log in again: terraform login'];
  return `Terraform Cloud does not accept the token${place}. It may have expired or been revoked. ${remedy}`;
}
