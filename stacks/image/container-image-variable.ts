import { Fn, Op, TerraformStack, TerraformVariable, Token } from 'cdktf';
import type { Construct } from 'constructs';

/** The value that stands for "run nothing". */
export const noImage = 'none';

/** Registry and its port, repository, digest; no tag. */
const imageByDigest = '^([a-z0-9.-]+(:[0-9]+)?/)?[a-z0-9._/-]+@sha256:[0-9a-f]{64}$';

/** `terraform apply -var container_image=…`: what to deploy. Null, its default, deploys what was deployed last. */
export function defineContainerImageVariable(scope: Construct): TerraformVariable {
  const variable = new TerraformVariable(TerraformStack.of(scope), 'container_image', {
    type: 'string',
    default: Token.nullValue(),
    description: `Image to deploy: <repository>@sha256:<digest>, or "${noImage}" to run nothing. Without it the last healthy image stays.`,
  });
  const given = variable.stringValue;
  variable.addValidation({
    condition: Op.or(
      Op.eq(given, Token.nullValue()),
      Op.or(Op.eq(given, noImage), Fn.can(Fn.regex(imageByDigest, given))),
    ),
    errorMessage: `container_image must be <repository>@sha256:<64 lower-case hexadecimal digits>, or ${noImage}. A tag can change its meaning; docker push prints the digest.`,
  });
  return variable;
}
