/**
 * The attributes whose values Terraform hides. The bindings have lost which these are, and they matter twice: a plan
 * must not print a password, and `count` or `for_each` on a sensitive value is refused.
 *
 * Source: the pages of these types in the provider's documentation and `terraform providers schema -json`.
 */
const sensitive = new Set([
  'aws_acm_certificate.private_key',
  'aws_db_instance.password',
  'aws_db_instance.password_wo',
  'aws_iam_access_key.secret',
  'aws_iam_access_key.ses_smtp_password_v4',
  'aws_lb_listener.default_action.authenticate_oidc.client_secret',
  'aws_lb_listener_rule.action.authenticate_oidc.client_secret',
  'aws_rds_cluster.master_password',
  'aws_rds_cluster.master_password_wo',
  'aws_secretsmanager_secret_version.secret_binary',
  'aws_secretsmanager_secret_version.secret_string',
  'aws_secretsmanager_secret_version.secret_string_wo',
  'aws_ssm_parameter.value',
  'aws_ssm_parameter.value_wo',
  'data.aws_ecr_authorization_token.authorization_token',
  'data.aws_ecr_authorization_token.password',
  'data.aws_secretsmanager_secret_version.secret_binary',
  'data.aws_secretsmanager_secret_version.secret_string',
  'data.aws_ssm_parameter.value',
  'data.aws_ssm_parameters_by_path.values',
]);

/** @param path type and attribute, as in `aws_db_instance.password`; a data source's type starts with `data.` */
export function isSensitive(path: string): boolean {
  return sensitive.has(path);
}
