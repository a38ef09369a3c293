// Stands in for the AWS SDK v3 where it is not installed: commands over AWS's JSON protocol, to AWS_ENDPOINT_URL, unsigned.

export const command = (operation) => class {
  constructor(input) {
    this.operation = operation;
    this.input = input;
  }
};

export const client = (service, targetPrefix) => class {
  async send({ operation, input }) {
    const answer = await fetch(process.env.AWS_ENDPOINT_URL, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-amz-json-1.1',
        'X-Amz-Target': `${targetPrefix}.${operation}`,
        Authorization: `AWS4-HMAC-SHA256 Credential=AKIDTEST/20270101/${process.env.AWS_REGION}/${service}/aws4_request, SignedHeaders=host, Signature=00`,
      },
      // Buffers are blobs, which the protocol has in base64.
      body: JSON.stringify(input, (key, value) => (value?.type === 'Buffer' ? Buffer.from(value.data).toString('base64') : value)),
    });
    const body = JSON.parse(await answer.text() || '{}');
    if (answer.ok) return body;
    throw Object.assign(new Error(body.message ?? body.Message ?? ''), { name: body.__type.split('#').pop() });
  }
};
