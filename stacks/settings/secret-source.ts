/** The place that stores a secret value. The value itself must not be in code, a plan or a state. */
export type SecretSource = ParameterSource | SecretsManagerSource;

/** How a value is encrypted. */
interface EncryptedSource {
  /**
   * The ARN of the customer managed KMS key that encrypts the value, for example
   * `arn:aws:kms:eu-central-1:123456789012:key/12345678-1234-1234-1234-123456789012`. The execution role may then decrypt with this key.
   * @default the AWS managed key
   */
  readonly kmsKey?: string;
}

/** A `SecureString` parameter in the parameter store of Systems Manager. It costs nothing. */
export interface ParameterSource extends EncryptedSource {
  /** The name, for example `/eight-digit/prod/api-key`. */
  readonly parameter: string;
  readonly secret?: undefined;
  readonly key?: undefined;
}

/** A secret in Secrets Manager. It costs 0.40 US dollars a month. */
export interface SecretsManagerSource extends EncryptedSource {
  readonly parameter?: undefined;
  /** The name or the complete ARN. */
  readonly secret: string;
  /**
   * The key in the JSON object that the secret contains.
   * @default none: the whole secret
   */
  readonly key?: string;
}
