/* Passkeys. A button that signs asks the server what the text of this form is, lets the passkey sign
   its hash and sends the form with the answer in it. A form that makes one sends what the device
   made. Without this module both buttons stay hidden; password and code do the same. */
export function enhance(parts) {
  if (!window.PublicKeyCredential) return;
  for (const part of parts) (part.matches("form") ? making : signing)(part);
}

function signing(button) {
  button.hidden = false;
  button.addEventListener("click", () => once(button, async () => {
    const { form, dataset } = button;
    const asked = await fetch(dataset.passkeySign, { method: "POST", body: new FormData(form) });
    if (asked.ok) form.elements.passkey.value = JSON.stringify(await answer(await asked.json()));
    // A form that is not fit to be signed is sent as it is: then the page says what is wrong.
    send(form, dataset.passkeyName, dataset.passkeyValue);
  }));
}

async function answer(asked) {
  const found = await navigator.credentials.get({
    publicKey: {
      challenge: bytes(asked.challenge),
      rpId: asked.rp_id,
      allowCredentials: asked.allow.map((id) => ({ type: "public-key", id: bytes(id) })),
      userVerification: "required",
    },
  });
  return {
    credential_id: text(found.rawId),
    client_data: text(found.response.clientDataJSON),
    authenticator_data: text(found.response.authenticatorData),
    signature: text(found.response.signature),
    at: asked.at,
  };
}

function making(form) {
  const button = form.querySelector("[data-passkey-begin]");
  const wanted = JSON.parse(form.dataset.passkeyMake);
  form.querySelector("[data-passkey-says]").textContent = "";
  button.hidden = false;
  button.addEventListener("click", () => once(button, async () => {
    const made = await navigator.credentials.create({
      publicKey: {
        ...wanted,
        challenge: bytes(wanted.challenge),
        user: { ...wanted.user, id: bytes(wanted.user.id) },
        excludeCredentials: wanted.excludeCredentials.map((one) => ({ ...one, id: bytes(one.id) })),
      },
    });
    form.elements.answer.value = JSON.stringify({
      id: made.id,
      rawId: text(made.rawId),
      type: made.type,
      response: {
        clientDataJSON: text(made.response.clientDataJSON),
        attestationObject: text(made.response.attestationObject),
      },
    });
    form.requestSubmit();
  }));
}

/* One attempt at a time; one that fails, or that the person gave up, says so and changes nothing. */
async function once(button, attempt) {
  const says = button.parentElement.querySelector("[data-passkey-says]");
  says.textContent = "";
  button.disabled = true;
  try {
    await attempt();
  } catch {
    says.textContent = button.dataset.passkeyFailed;
  } finally {
    button.disabled = false;
  }
}

/* As if the button of this name and value had been pressed. */
function send(form, name, value) {
  const pressed = [...form.elements].find((one) => one.name === name && one.value === value);
  form.requestSubmit(pressed);
}

function bytes(coded) {
  const plain = atob(coded.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const letters = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
