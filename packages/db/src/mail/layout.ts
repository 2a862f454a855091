/** The parts of a letter as HTML, already escaped. */
export interface Frame {
  title: string;
  preheader: string;
  body: string;
  signature: string;
}

const font = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/** The colors of the pages' dark theme. Programs that know no dark theme keep the inline ones, which are the light theme's. */
const dark = `
.page { background-color: #0f1217 !important; }
.card { background-color: #171b22 !important; border-color: #333b47 !important; }
.card, .text, .name, .quote { color: #eef1f5 !important; }
.small, .signature { color: #b4bdca !important; }
.signature { border-color: #333b47 !important; }
.quote { border-color: #f4a46a !important; }
.link { color: #8cc2f5 !important; }
.button, .tile { background-color: #8fbce6 !important; color: #0f1217 !important; }
.button-text { color: #0f1217 !important; }`;

const style = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {${dark}
}
@media (max-width: 480px) {
.inside { padding-left: 20px !important; padding-right: 20px !important; }
}`;

/**
 * A letter as mail programs show it: tables and inline styles, because many know no others; a column of 600 px, which
 * shrinks on a phone; no picture and no font from elsewhere, because many block them.
 */
export const layOut = ({ title, preheader, body, signature }: Frame): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>${title}</title>
<style>${style}
</style>
</head>
<body class="page" style="margin:0;padding:0;background-color:#f9f6f0">
<div class="preheader" style="display:none;max-height:0;overflow:hidden;opacity:0">${preheader}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#f9f6f0" style="background-color:#f9f6f0">
<tr><td align="center" style="padding:24px 12px">
<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff" style="max-width:600px;table-layout:fixed;word-break:break-word;overflow-wrap:break-word;background-color:#ffffff;border:1px solid #e2dcd1;border-radius:12px;font-family:${font};font-size:16px;line-height:24px;color:#15191f;text-align:left">
<tr><td class="inside" style="padding:28px 32px 0">
<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr>
<td class="tile" aria-hidden="true" width="32" height="32" align="center" bgcolor="#1b4674" style="width:32px;height:32px;border-radius:7px;background-color:#1b4674;font-family:${font};font-size:18px;line-height:32px;font-weight:700;color:#ffffff">N</td>
<td class="name" style="padding-left:10px;font-family:${font};font-size:18px;line-height:32px;font-weight:700;color:#15191f">NAMC NorCal</td>
</tr></table>
</td></tr>
<tr><td class="inside" style="padding:24px 32px 8px;font-family:${font};font-size:16px;line-height:24px">
${body}
</td></tr>
<tr><td class="inside" style="padding:0 32px 28px">
<div class="signature" style="padding-top:16px;border-top:1px solid #e2dcd1;font-family:${font};font-size:13px;line-height:20px;color:#4a5362">${signature}</div>
</td></tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr>
</table>
</body>
</html>
`;
