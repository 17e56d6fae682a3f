"""HTML around a text that everybody reads: a contract test asks a browser.

Each has its text where `{}` stands.
"""

from __future__ import annotations

from typing import Final

WORD: Final = (
    "<style><!-- @font-face{{font-family:Wingdings;panose-1:5 0 0 0 0 0 0 0 0 0;}}"
    '@font-face{{font-family:"Cambria Math";panose-1:2 4 5 3 5 4 6 3 2 4;mso-font-charset:0}}'
    "@font-face{{font-family:Arial;panose-1:2 11 6 4 2 2 2 2 2 4;mso-font-alt:Helvetica}}"
    'p.MsoNormal{{mso-style-unhide:no;margin:0in;font-size:11.0pt;font-family:"Calibri",serif}}'
    "a:link{{mso-style-priority:99;color:#0563C1;}}"
    "@page WordSection1{{size:8.5in 11.0in;margin:1.0in;}}div.WordSection1{{page:WordSection1;}}"
    "@list l0:level1{{mso-level-text:\\F0B7;text-indent:-.25in;font-family:Symbol;}} --></style>"
    "<body lang=EN-US link='#0563C1' vlink='#954F72' style='tab-interval:.5in'>"
    "<div class=WordSection1><p class=MsoNormal style='text-indent:-.25in;mso-list:l0'>"
    "<span style='font-family:Symbol'>x</span>Sale</p>"
    "<p class=MsoNormal style='text-autospace:none;tab-stops:center 3.25in'>{}<o:p></o:p></p></div>"
)
"""What Word and Outlook write around every letter."""
SHOWN: Final = (
    "<meta name=viewport content='width=device-width'><p>{}</p>",
    "<div id=A class=B style='font:inherit;font-size:100%;line-height:150%'>{}</div>",
    "<p style='line-height:inherit;background:none;color:inherit;color:currentcolor'>{}</p>",
    "<style>p::before{{content:'';display:block}} .a:is(.b,:not(.c)){{margin:0}}</style><p>{}</p>",
    "<p style='color:rgb(20,30,40);background-color:rgba(255,255,255,1)'>{}</p>",
    "{}",
    "<body><table><tr><td class='a'>{}</td></tr></table></body>",
    "<div style='color:#333;background:#fff'>{}</div>",
    "<style>.b{{display:none}}</style><p class=a>{}</p>",
    "<table><tr><td bgcolor='#000'><font color=white>x</font></td></tr></table>{}",
    "<div style='background:#222222;color:#eeeeee'>{}</div>",
    "<table bgcolor=black><tr><td style='color:#ffffff'>{}</table>",
    "<font color='#666666' size=2 face=Arial>{}</font>",
    "<body text='#333333' bgcolor=white topmargin=0>{}",
    (
        "<style>body{{margin:0;font-family:Arial;color:#333}} .f td{{font-size:12px;color:#767676;"
        "text-align:center}} .btn a{{background-color:#3498db;color:#fff}} a:hover{{color:#fff}}"
        "</style><table class=f><tr><td>{}</table>"
    ),
    (
        "<style>@media only screen and (max-width:600px){{.f{{width:100%!important;padding:8px"
        "!important;font-size:16px!important}} .hide{{display:none!important}}}}</style>"
        "<div class=f>{}</div>"
    ),
    (
        "<style>@media (prefers-color-scheme:dark){{div{{background:#000!important;"
        "color:#fff!important}}}}</style><div>{}</div>"
    ),
    (
        "<table width='100%' cellpadding=0 cellspacing=0 border=0><tr><td align=center valign=top "
        "style='padding:20px 30px;font-family:Lato;font-size:12px;line-height:18px;color:#555'>"
        "{}</table>"
    ),
    (
        "<td style='font-size:0px;padding:10px 25px;word-break:break-word'><div style='font-family:"
        "Ubuntu,Helvetica;font-size:13px;line-height:1;text-align:left;color:#000000;'>{}</div></td>"
    ),
    "<div style='font:normal 12px/1.5 Arial,sans-serif'>{}</div>",
    "<div style='max-width:600px;margin:0 auto;overflow:hidden;border-radius:4px'>{}</div>",
    "<div style='height:100%;margin:0 -2px'><p style='Margin:.4em 0 1.1875em'>{}</p></div>",
    "<a style='box-shadow:0 2px 3px rgba(0,0,0,.16);display:inline-block'>x</a><div>{}</div>",
    "<style>@import url(https://fonts.googleapis.com/css?family=Lato);</style><div>{}</div>",
    "<!--[if mso]><style>table{{border-collapse:collapse}}</style><![endif]--><p>{}</p>",
    "<!--[if mso]><table><tr><td><![endif]--><div>{}</div><!--[if mso]></table><![endif]-->",
    "<div style='display:none;max-height:0;overflow:hidden'>"
    + "\N{NO-BREAK SPACE}\N{ZERO WIDTH NON-JOINER}" * 150
    + "</div><p>{}</p>",
    "<p>x</p><br><br><br>{}",
    "<x-tab style='color:#000'>{}</x-tab>",
    "<unsubscribe style='color:#777;text-decoration:underline'>{}</unsubscribe>",
    "<style>p{{text-decoration-thickness:1px;text-decoration:underline}}</style><p>{}</p>",
    "<style>p+.b{{margin-top:-99px}}.b:after{{position:fixed}}#c{{float:right}}</style><p>{}</p>",
    "<style>.a img+div{{display:none}}.a i+b div{{opacity:0}}</style><img alt=''><div>{}</div>",
    "<div style='font-family:\"Segoe UI Symbol\", Arial'>{}</div>",
    "<div style='overflow:hidden'><table><tr><td style='height:9px'>{}</table></div>",
    "<div style='background:#222 none no-repeat scroll center top;color:#eee'>{}</div>",
    "<div style=color:#fff><style>p.f, a:hover, td>a{{color:#000}}</style><p class=f>{}</p></div>",
    (
        "<style>@charset 'utf-8';@media (max-width:9px){{p{{color:red}};}} .f{{color:#000}}</style>"
        "<div style='color:#fff'><p class=f>{}</p></div>"
    ),
    "<div style='font-size:110%;font-family:Arial'>{}</div>",
    "<p style='opacity:.7'>{}</p>",
    "<p style='color:rgba(0,0,0,.6)'>{}</p>",
    "<p style='color:slategray;font-size:.75em'>{}</p>",
    "<div style='font-size:14px'><p style='font-size:85%'>{}</p></div>",
    "<p style='font-size:smaller'>{}</p>",
    "<p style='font-size:.8rem;white-space:nowrap'>{}</p>",
    "<style>html{{font-size:62.5%}}</style><p style='font-size:1.2rem'>{}</p>",
    "<h6 style='font-size:12px'>{}</h6>",
    "<aside><h5>{}</h5></aside>",
    "<figure><figcaption><small>{}</small></figcaption></figure>",
    "<table><caption>{}</caption><tr><td></table>",
    "<div style='display:flex;justify-content:space-between'><p>{}</p></div>",
    "<div style='float:left;width:50%'>x</div><div style='float:right;width:50%'>{}</div>",
    "<table background=x.png><tr><td><p style='background:#fff;color:#333'>{}</p></table>",
    "<p style='background:#fff;tab-size:4'>x<span style='vertical-align:super'>1</span></p>{}",
    "<style>td{{height:20px;margin:-1px}}</style><table><tr><td>{}</table>",
    "<meta name=viewport content='width=600, initial-scale=1.0'><pre>{}</pre>",
    (
        "<style>@font-face{{font-family:Lato;src:local('Lato'),url(https://fonts.gstatic.com/a)}}"
        "</style><p style='font-family:Lato'>{}</p>"
    ),
    (
        "<style>@font-face{{font-family:B;src:url(https://e.example/b)}}h2{{font-family:B,Arial}}"
        "</style><h2>Sale</h2><p style='font-family:Arial'>{}</p>"
    ),
    WORD,
    "<font size=-1>{}</font>",
    "<font size=1><p style='font-size:1.2em'>{}</p></font>",
    "<p style='letter-spacing:-.02em;text-indent:.5in'>{}</p>",
)
"""Ordinary mail: everybody reads it."""
