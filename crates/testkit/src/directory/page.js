// The directory's page: shows the register and sends what is changed.
const error = document.getElementById("error");

async function send(method, path, body) {
  const answer = await fetch(path, {
    method,
    headers: { "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  error.hidden = answer.ok;
  if (!answer.ok) error.textContent = (await answer.json()).error;
  await show();
}

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function row(person, groups) {
  const name = `${person.given_name} ${person.family_name}`;
  const boxes = groups.map(({ name: group }) => {
    const box = element("input", { type: "checkbox", checked: person.groups.includes(group), ariaLabel: `${name} in ${group}` });
    box.onchange = () => {
      const others = person.groups.filter((other) => other !== group);
      send("PATCH", `/api/people/${person.key}`, { groups: box.checked ? [...others, group] : others });
    };
    return element("label", {}, box, ` ${group}`);
  });
  const power = element("button", {
    className: person.active ? "on" : "off",
    textContent: person.active ? "On" : "Off",
    ariaLabel: `Switch ${name} ${person.active ? "off" : "on"}`,
    onclick: () => send("PATCH", `/api/people/${person.key}`, { active: !person.active }),
  });
  const remove = element("button", {
    textContent: "Remove",
    ariaLabel: `Remove ${name}`,
    onclick: () => send("DELETE", `/api/people/${person.key}`),
  });
  return element(
    "tr",
    {},
    element("td", {}, name, element("small", { textContent: person.email })),
    element("td", {}, ...boxes),
    element("td", {}, power),
    element("td", {}, remove),
  );
}

async function show() {
  const { people, groups, pushes } = await (await fetch("/api/register")).json();
  document.getElementById("people").replaceChildren(...people.map((person) => row(person, groups)));
  const lines = pushes.slice(-30).reverse();
  document.getElementById("pushes").replaceChildren(
    ...lines.map((push) =>
      element("li", { textContent: `${push.request}  →  ${push.status}  in ${push.milliseconds.toFixed(1)} ms` }),
    ),
  );
}

for (const [form, path] of [["add-person", "/api/people"], ["add-group", "/api/groups"]]) {
  document.getElementById(form).onsubmit = async (event) => {
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(event.target));
    event.target.reset();
    await send("POST", path, fields);
  };
}
document.getElementById("application").onsubmit = async (event) => {
  event.preventDefault();
  const { acs_url, sp_entity_id, ...scim } = Object.fromEntries(new FormData(event.target));
  await send("PUT", "/api/application", { acs_url, sp_entity_id, scim });
};
document.getElementById("push").onsubmit = async (event) => {
  event.preventDefault();
  await send("POST", "/api/pushes");
};
show();
