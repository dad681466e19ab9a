/**
 * The sensitive attributes of the types in the stacks. The bindings do not mark sensitive attributes. Terraform hides the values of
 * sensitive attributes in plans, and rejects these values in `count` and `for_each`.
 * Source: the documentation of these types, and `terraform providers schema -json`.
 */
const sensitiveAttributes = new Set([
  'aws_acm_certificate.private_key',
  'aws_db_instance.password',
  'aws_db_instance.password_wo',
  'aws_lb_listener.default_action.authenticate_oidc.client_secret',
  'aws_ssm_parameter.value',
  'aws_ssm_parameter.value_wo',
  'data.aws_secretsmanager_secret_version.secret_binary',
  'data.aws_secretsmanager_secret_version.secret_string',
  'data.aws_ssm_parameters_by_path.values',
]);

/**
 * Whether an attribute is sensitive.
 * @param path the type and the attribute, for example `aws_db_instance.password`. A data source type begins with `data.`
 */
export function isSensitive(path: string): boolean {
  return sensitiveAttributes.has(path);
}
