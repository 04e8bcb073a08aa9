// Choose the time zone the browser is set to, as long as nothing else was chosen.

const OTHER_NAMES_OF_UTC = /^(Etc\/)?(UTC|UCT|GMT|GMT0|Greenwich|Universal|Zulu)$/;

const select = document.querySelector("#id_time_zone");
const name = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
const zone = OTHER_NAMES_OF_UTC.test(name) ? "UTC" : name;

if (select && !select.value && [...select.options].some((option) => option.value === zone)) {
  select.value = zone;
}
