import { databaseName, databasePort } from '../../contract';
import type { Environment } from '../environment';

/** On the operator's own machine, unless DB_PORT says another; the usual one may be taken by a PostgreSQL there. */
const localPort = 15432;

/** Starts aws in a process group of its own: Ctrl-C in psql does not reach it, and it ends with the program that it starts. */
const startTunnel =
  'const log = fs.openSync(process.argv[1], "a"); console.log(child_process.spawn("aws", process.argv.slice(2), { detached: true, stdio: ["ignore", log, log] }).pid); process.exit()';

/**
 * A script for `sh -c` that opens psql on the database, through an instance in the private subnets: Session Manager forwards
 * a local port, and the certificate is checked against the database's own name. The password goes from Secrets Manager into
 * psql's environment and nowhere else. The variables DB_ENDPOINT (a host name) and DB_SECRET (a name or ARN) lead it to another
 * database, such as a restored one.
 * @param instanceName the `Name` tag of the instances to go through
 */
export function psqlCommand({ project, name, region }: Environment, instanceName: string): string {
  const aws = (command: string, query: string) => `aws ${command} --region ${region} --query "${query}" --output text`;
  const parameter = (path: string) => aws(`ssm get-parameter --name /${project}/${name}/${path}`, 'Parameter.Value');
  const running = `--filters Name=tag:Name,Values=${instanceName} Name=instance-state-name,Values=running`;
  const field = (of: string) => `$(printf %s "$secret" | node -pe 'JSON.parse(fs.readFileSync(0)).${of}')`;
  return [
    'set -e',
    // Not ${…:-…}, which Terraform would take for an expression of its own.
    `[ -n "$DB_ENDPOINT" ] || DB_ENDPOINT=$(${parameter('database/endpoint')})`,
    `[ -n "$DB_SECRET" ] || DB_SECRET=$(${parameter('database/secret')})`,
    `[ -n "$DB_PORT" ] || DB_PORT=${localPort}`,
    `secret=$(${aws('secretsmanager get-secret-value --secret-id "$DB_SECRET"', 'SecretString')})`,
    `instance=$(${aws(`ec2 describe-instances ${running}`, 'Reservations[0].Instances[0].InstanceId')})`,
    'folder=$(mktemp -d)',
    ': >"$folder/log"',
    `curl -fsSo "$folder/ca.pem" https://truststore.pki.rds.amazonaws.com/${region}/${region}-bundle.pem`,
    `tunnel=$(node -e '${startTunnel}' "$folder/log" ssm start-session --region ${region} --target "$instance" --document-name AWS-StartPortForwardingSessionToRemoteHost --parameters "host=$DB_ENDPOINT,portNumber=${databasePort},localPortNumber=$DB_PORT")`,
    `trap 'kill -- "-$tunnel"; rm -r "$folder"' EXIT`,
    `until grep -q 'Waiting for connections' "$folder/log"; do kill -0 "$tunnel" || { cat "$folder/log"; exit 1; }; sleep 1; done`,
    `PGPASSWORD="${field('password')}" psql "host=$DB_ENDPOINT hostaddr=127.0.0.1 port=$DB_PORT dbname=${databaseName} user=${field('username')} sslmode=verify-full sslrootcert=$folder/ca.pem"`,
  ].join('\n');
}
