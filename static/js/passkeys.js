// Passkeys: ask the browser for one and send what it answers. Each form with data-passkey ("create" or
// "get") has a hidden button, which shows where the browser can do it, and fields for the answer.

function bytes(text) {
  const base64 = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
}

function text(buffer) {
  const base64 = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function withBytes(publicKey) {
  const known = (list) => (list ?? []).map((each) => ({ ...each, id: bytes(each.id) }));
  const read = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (publicKey.user) read.user = { ...publicKey.user, id: bytes(publicKey.user.id) };
  read.excludeCredentials = known(publicKey.excludeCredentials);
  read.allowCredentials = known(publicKey.allowCredentials);
  return read;
}

async function create({ publicKey }) {
  // Kept on the device itself where it can be, so that it signs in without an address.
  const selection = { ...publicKey.authenticatorSelection, residentKey: "preferred", requireResidentKey: false };
  const made = await navigator.credentials.create({
    publicKey: { ...withBytes(publicKey), authenticatorSelection: selection },
  });
  const { response } = made;
  return {
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    response: { clientDataJSON: text(response.clientDataJSON), attestationObject: text(response.attestationObject) },
    clientExtensionResults: { credProps: made.getClientExtensionResults().credProps ?? {} },
  };
}

async function get({ publicKey }) {
  const signed = await navigator.credentials.get({ publicKey: withBytes(publicKey) });
  const { response } = signed;
  return {
    id: signed.id,
    rawId: text(signed.rawId),
    type: signed.type,
    response: {
      clientDataJSON: text(response.clientDataJSON),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      userHandle: response.userHandle ? text(response.userHandle) : null,
    },
    clientExtensionResults: {},
  };
}

async function options(form) {
  if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const answer = await fetch(form.dataset.challengeAddress, { headers: { Accept: "application/json" } });
  const found = await answer.json();
  form.elements.challenge.value = found.challenge;
  return found;
}

async function ask(form) {
  const found = await options(form);
  const answer = form.dataset.passkey === "create" ? create(found.creation_options) : get(found.request_options);
  form.elements.credential.value = JSON.stringify(await answer);
  form.submit();
}

const isOfNumbers = /^[\d.]+$|:/.test(location.hostname); // no browser keeps a passkey for such an address

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!globalThis.PublicKeyCredential || isOfNumbers) continue;
  form.closest("section").hidden = false;
  const said = form.querySelector("[data-passkey-said]");
  const button = form.querySelector("button[hidden]");
  said.textContent = "";
  button.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    said.textContent = "Your browser asks you now.";
    try {
      await ask(form);
    } catch (error) {
      said.textContent = error.name === "InvalidStateError"
        ? "This device has a passkey for you already."
        : "That did not work, or you stopped it. You can try again.";
      button.disabled = false;
    }
  });
}
