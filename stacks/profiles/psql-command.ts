import { databaseName, databasePort } from '../../contract';
import type { Environment } from '../environment';

/** On the operator's own machine; the usual one may be taken by a PostgreSQL there. */
const localPort = 15432;

/**
 * A script for `sh -c` that opens psql on the database, through an instance in the private subnets: Session Manager forwards
 * a local port, and the certificate is checked against the database's own name. The password goes from Secrets Manager into
 * psql's environment and nowhere else.
 * @param instanceName the `Name` tag of the instances to go through
 */
export function psqlCommand({ project, name, region }: Environment, instanceName: string): string {
  const aws = (command: string, query: string) => `aws ${command} --region ${region} --query "${query}" --output text`;
  const parameter = (path: string) => aws(`ssm get-parameter --name /${project}/${name}/${path}`, 'Parameter.Value');
  const running = `--filters Name=tag:Name,Values=${instanceName} Name=instance-state-name,Values=running`;
  const field = (of: string) => `$(printf %s "$secret" | node -pe 'JSON.parse(fs.readFileSync(0)).${of}')`;
  return [
    'set -e',
    // With a process group of its own, Ctrl-C in psql does not reach the tunnel; without a terminal there is none.
    'set -m 2>/dev/null',
    `endpoint=$(${parameter('database/endpoint')})`,
    `secret=$(${aws(`secretsmanager get-secret-value --secret-id "$(${parameter('database/secret')})"`, 'SecretString')})`,
    `instance=$(${aws(`ec2 describe-instances ${running}`, 'Reservations[0].Instances[0].InstanceId')})`,
    'folder=$(mktemp -d)',
    ': >"$folder/log"',
    `curl -fsSo "$folder/ca.pem" https://truststore.pki.rds.amazonaws.com/${region}/${region}-bundle.pem`,
    `aws ssm start-session --region ${region} --target "$instance" --document-name AWS-StartPortForwardingSessionToRemoteHost --parameters "host=$endpoint,portNumber=${databasePort},localPortNumber=${localPort}" </dev/null >"$folder/log" 2>&1 &`,
    'tunnel=$!',
    `trap 'kill -- "-$tunnel" 2>/dev/null || pkill -P "$tunnel"; rm -r "$folder"' EXIT`,
    `until grep -q 'Waiting for connections' "$folder/log"; do kill -0 "$tunnel" || { cat "$folder/log"; exit 1; }; sleep 1; done`,
    `PGPASSWORD="${field('password')}" psql "host=$endpoint hostaddr=127.0.0.1 port=${localPort} dbname=${databaseName} user=${field('username')} sslmode=verify-full sslrootcert=$folder/ca.pem"`,
  ].join('\n');
}
