"""HTML around a text, by whether the text can be read in it: asked of a browser by a contract test.

Each has its text where `{}` stands.
"""

from __future__ import annotations

from typing import Final

_BY_STYLE: Final = (
    "display:none", "visibility:hidden", "opacity:0", "opacity:.01", "opacity:calc(0)",
    "color:transparent", "color:rgba(0,0,0,0)", "color:#0000", "color:#00000000",
    "color:hsla(0,0%,0%,0)", "color:hsl(0,0%,100%)", "color:rgb(100%,100%,100%)", "color:ivory",
    "color:#fff", "color:#fefefe", "background:#000;color:#111", "-webkit-text-fill-color:#fff",
    "-webkit-text-fill-color:transparent", "font-size:0", "font-size:calc(0px)",
    "font-size:min(0px,9px)", "font:0/0 a", "filter:opacity(0)",
    "filter:opacity(1%)", "filter:brightness(9) invert(0) opacity(0)", "scale:0", "scale:.01",
    "transform:scale(0)", "transform:rotateY(90deg)", "rotate:y 90deg", "translate:-900vw",
    "transform:translateX(-9999px)", "position:fixed;inset:200vh 0 auto 0",
    "position:fixed;right:200vw", "position:absolute;left:-9999px", "position:relative;left:-999em",
    "margin-left:-999em", "margin-top:-999px", "padding-top:20000px",
    "height:1px;overflow:hidden", "width:1px;overflow:hidden", "max-height:0;overflow:hidden",
    "max-width:0;max-height:0;overflow:hidden", "height:0;overflow:clip", "clip-path:inset(50%)",
    "clip-path:circle(0)", "position:absolute;clip:rect(0 0 0 0)",
    "mask:linear-gradient(#0000,#0000)",
    "-webkit-mask-image:linear-gradient(transparent,transparent)", "content-visibility:hidden",
    "zoom:.01", "--x:0;font-size:var(--x)", "--x:#fff;color:var(--x)",
    "display:-webkit-box;-webkit-line-clamp:0;-webkit-box-orient:vertical;overflow:hidden;height:0",
    "offset-path:path('M-9999 0h1')", "perspective:1px;transform:rotate3d(1,1,0,90deg)",
    "columns:1;height:1px;overflow:hidden", "float:left;margin-left:-9999px",
    "display:grid;grid-template-columns:0;overflow:hidden;width:0", "d\\69splay:none",
    "display:/**/none", "color:#fff;--y:(;color:#000;)",
    "-webkit-text-stroke:9px #fff", "font-size:1px",
)  # fmt: skip
HIDDEN: Final = (
    *map('<div style="{}">{{}}</div>'.format, _BY_STYLE),
    "<style>.f{{color:#fff}}</style><div class=f>{}</div>",
    "<style>.f{{font-size:0}}</style><p class='f'>{}</p>",
    "<style>.f{{opacity:.01}}</style><div class=f>{}</div>",
    "<style>@media all{{.f{{color:#fff}}}}</style><div class=f>{}</div>",
    "<style>div{{color:#fff!important}}</style><div style='color:#000'>{}</div>",
    "<style>.f\\:x{{opacity:0}}</style><div class='f:x'>{}</div>",
    "<style>.a{{content:'/*'}}.f{{opacity:0}}.b{{content:'*/'}}</style><div class=f>{}</div>",
    "<style>.a{{background:url(/*)}}.f{{opacity:0}}.b{{background:url(*/)}}</style><p class=f>{}",
    "<style>/*</style><style>.f{{opacity:0}}</style><div class=f>{}</div>",
    "<style>.f{{opacity:0</style><div class=f>{}</div>",
    "<style>.f{{color:#000;&{{opacity:0}}}}</style><div class=f>{}</div>",
    "<style>.f{{opacity:0;& b{{color:red}}color:red}}</style><div class=f>{}</div>",
    "<style>div:not(.a:hover){{opacity:0}}</style><div>{}</div>",
    "<style>[class^=f]{{opacity:0}}</style><div class=fg>{}</div>",
    "<style>p + div > i{{opacity:0}}</style><p>x<div><i>{}</i></div>",
    "<style>body{{opacity:0}}</style>{}",
    "<style>:root{{opacity:0}}</style>{}",
    ("<style>@font-face{{font-family:Arial;src:local('DejaVu Sans'),local('Liberation Sans');"
    "size-adjust:1%}}</style><div style='font-family:Arial'>{}</div>"),
    "<style>.1x{{color:#000}}</style><div style=color:#fff><p class=1x>{}</p></div>",
    "<style media=print>.f{{color:#000}}</style><div style=color:#fff><p class=f>{}</p></div>",
    ("<style>@media (max-width:1px){{.f{{color:#000}}}}</style><div style=color:#fff>"
    "<p class=f>{}</p></div>"),
    "<link rel=stylesheet href='data:text/css,.f{{opacity:0}}'><div class=f>{}</div>",
    "<style>@import 'data:text/css,.f{{opacity:0}}';</style><div class=f>{}</div>",
    "<font color=fff>{}</font>",
    "<font color=ivory>{}</font>",
    "<font color=#ffffff>{}</font>",
    "<body text=white bgcolor=white>{}",
    "<body text=white>{}",
    "<span style='background:#000'><div style='color:#fff'>{}</div></span>",
    "<div style='background:#000'><div style='float:left;color:#fff'>{}</div></div>",
    "<div style='background:#000 content-box text;color:#fff'>{}</div>",
    "<ruby>x<rp>{}</rp></ruby>",
    "<progress>{}</progress>",
    "<meter>{}</meter>",
    "<details><p>{}</p></details>",
    "<dialog>{}</dialog>",
    "<template>{}</template>",
    "<select><option>x<option>{}</select>",
    "<datalist><option>{}</datalist>",
    "<noframes>{}</noframes>",
    "<frameset>{}</frameset>",
    "<video>{}</video>",
    "<audio>{}</audio>",
    "<canvas>{}</canvas>",
    "<svg><desc>{}</desc></svg>",
    "<div hidden>{}</div>",
    "<div popover>{}</div>",
    "<!--{}-->",
    "<div>{}<div style='position:absolute;inset:0;background:#fff'></div></div>",
    "<style>body::after{{content:'';position:fixed;inset:0;background:#fff}}</style>{}",
    "<style>div::after{{content:'';position:fixed;inset:0;background:#fff}}</style><div>{}</div>",
    ("<div>{}</div><div style='display:inline-block;width:100%;height:500px;margin-top:-400px;"
    "background:#fff'></div>"),
    "<div>{}</div><div style='display:inline-block;outline:400px solid #fff'>x</div>",
    "<div style='height:9999px'></div>{}",
    "<table><tr><td height=20000></table>{}",
    "<br>" * 400 + "{}",
    "<p>\N{NO-BREAK SPACE}</p>" * 100 + "{}",
    "<div style='white-space:pre'>" + "\N{NO-BREAK SPACE}" * 700 + "{}</div>",
)  # fmt: skip
"""Nobody reads what stands there: a browser shows nothing of it on the first screen."""
DOUBTED: Final = (
    "<style>p::before{{content:'';float:left}}</style><p>{}</p>",
    "<style>p::before{{content:'';margin-left:-99px}}</style><p>{}</p>",
    "<style>p:not(:is(.a,.b)){{opacity:0}}</style><p>{}</p>",
    "<style>P.A{{color:#000}}</style><p class=A><font color=#fff>{}</font></p>",
    "<div style='color:white'><style>.A{{color:#000}}</style><p class=A>{}</p></div>",
    "<p style='line-height:100%;font-size:0'>{}</p>",
    "<p style='font:garbage'>{}</p>",
    "<p style='color:initial;background:#000'>{}</p>",
    "<p style='font-size:0'><span style='font:inherit'>{}</span></p>",
    "<p style='line-height:0'><span style='line-height:inherit'>{}</span></p>",
    "<meta name=color-scheme content=dark><p>{}</p>",
    "<p style='color:#000;background:url(x.png)'>{}</p>",
    "<p style='background:#fff linear-gradient(#000,#000)'>{}</p>",
    "<div>" * 250 + "{}",
    "<div style='font-size:1%'>{}</div>",
    "<div style='font-size:.1em'>{}</div>",
    "<div style='text-indent:-999em'>{}</div>",
    "<div style='letter-spacing:-1em'>{}</div>",
    "<div style='line-height:0'>{}</div>",
    "<div style='font-size:8px'>{}</div>",
    "<div style='color:#bbb'>{}</div>",
    "<div style='filter:blur(9px)'>{}</div>",
    "<div style='width:1px'>{}</div>",
    "<div style='position:relative;z-index:-1'>{}</div>",
    "<div style='mso-hide:all'>{}</div>",
    "<div style='unicode-bidi:bidi-override;direction:rtl'>{}</div>",
    "<div style='-webkit-text-security:disc'>{}</div>",
    "<div style='text-decoration:line-through'>{}</div>",
    "<div>\N{RIGHT-TO-LEFT OVERRIDE}{}</div>",
    "<style>@media (prefers-color-scheme:dark){{.f{{color:#fff}}}}</style><div class=f>{}</div>",
    "<meta name=color-scheme content='light dark'><div style='background:#fff'>{}</div>",
    "<table><tr><td width=0>{}</table>",
    "<marquee>{}</marquee>",
    "<!--[if !mso]><!-->{}<!--<![endif]-->",
    "<![if !mso]>{}<![endif]>",
    "<!--[if mso]><style>.f{{display:none}}</style><![endif]--><div class=f>{}</div>",
    "<link rel=stylesheet href='https://elsewhere.example/a.css'>{}",
    "<table><colgroup><col style='visibility:collapse'></colgroup><tr><td>{}</table>",
    "<s>{}</s>",
    "<div><template shadowrootmode=open><p>hi</p></template>{}",
    "<meta http-equiv=Content-Security-Policy content=\"style-src 'none'\"><p>{}</p>",
    "<svg><style><g>/*</g>p{{opacity:0}}</style></svg><p>{}</p>",
    "<style>p::first-line{{font-size:0}}</style><p>{}</p>",
    "<div style='overflow:hidden'><table style='display:block;height:0'><tr><td>{}</table></div>",
    (
        "<table style='table-layout:fixed;width:100%'><tr><td style='width:100%'>x</td>"
        "<td style='overflow:hidden'>{}</table>"
    ),
    "<table style='display:block;height:0'><tr><td>{}</table>",
    "<div style='overflow:hidden;height:100%'>{}</div>",
    "<div style='margin-left:-9px'>" * 150 + "{}",
    "<div style='margin-left:199px'>" * 10 + "{}",
    "<style>section{{padding-left:99px}}</style>" + "<section>" * 20 + "{}",
    "<ul>" * 60 + "<li>{}",
    "<div style='min-width:1999vw;text-align:right'>{}</div>",
    "<div style='width:1999px;text-align:right'>{}</div>",
    "<table width=1999><tr><td align=right>{}</table>",
    "<div style='width:60px;overflow:hidden;white-space:nowrap'>lorem ipsum dolor {}</div>",
    "<div style='width:60px;overflow:hidden'><div style='text-indent:99px'>{}</div></div>",
    "<div style='background:#000;color:#fff;width:60px;text-indent:99px'>{}</div>",
    "<style>;.f{{color:#000}}</style><div style=color:#fff><p class=f>{}</p></div>",
    "<style>a{{}};.f{{color:#000}}</style><div style=color:#fff><p class=f>{}</p></div>",
    "<style>}}.f{{color:#000}}</style><div style=color:#fff><p class=f>{}</p></div>",
    "<style>.f,{{color:#000}}</style><div style=color:#fff><p class=f>{}</p></div>",
    "<style>.f,:foo{{color:#000}}</style><div style=color:#fff><p class=f>{}</p></div>",
    "<style>.f,a::hover{{color:#000}}</style><div style=color:#fff><p class=f>{}</p></div>",
    "<style>@namespace 'x';p{{color:#000}}</style><div style=color:#fff><p>{}</p></div>",
    (
        "<style title=a>i{{}}</style><style title=b>.f{{color:#000}}</style><div style=color:#fff>"
        "<p class=f>{}</p></div>"
    ),
    "<div style='color:#fff;background:#000 left left'>{}</div>",
    "<div style='color:#fff;background-color:#000 none'>{}</div>",
    "<div style='color:#fff;background:#000 50% 50% 50% 50%'>{}</div>",
    "<p style='font-size:0'><span style='font:bold bold 12px a'>{}</span></p>",
    "<p style='font-size:0'><span style='font:12px a,,b'>{}</span></p>",
    "<p style='font-size:0'><span style='font:12px inherit'>{}</span></p>",
    "<textarea rows=2000></textarea>{}",
    "<img vspace=9000 alt=''>{}",
    "<hr size=9999 color=white>{}",
    "<svg viewBox='0 0 1 99'></svg>{}",
    "<div style='height:999px'></div>" * 20 + "{}",
    "<div style='min-height:99vh'></div>" * 30 + "{}",
    "<hr style='border:0;margin:9px'>" * 1000 + "{}",
    "<table>" + "<tr height=900><td></td></tr>" * 20 + "<tr><td>{}</table>",
    "<table cellpadding=999><tr><td>{}</table>",
    "<div style='font-size:149%'>" * 14 + "{}",
    "<p>{}</p>" + "<div style='margin-top:-9px;background:#fff;font-size:9px'>x</div>" * 30,
    "<div>&#x202e;{}</div>",
    "<div style='pointer-events:none'>{}</div>",
    "<div inert>{}</div>",
    "<div style='font-family:Webdings'>{}</div>",
    '<div style=\'font-family:"none such", "Wingdings 2"\'>{}</div>',
    "<font face='Wingdings'>{}</font>",
    "<table background=x.png><tr><td>{}</table>",
    "<font size=7>{}</font>",
    *map(
        "<div class={}>{{}}</div>".format,
        (
            "gmail_signature",
            "moz-signature",
            "protonmail_quote",
            "tutanota_quote",
            "zmail_extra",
            "gmail_extra",
        ),
    ),
)
"""What may be hard to read, or for some readers."""
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
    "<div style='font-family:\"Segoe UI Symbol\", Arial'>{}</div>",
    "<div style='overflow:hidden'><table><tr><td style='height:9px'>{}</table></div>",
    "<div style='background:#222 none no-repeat scroll center top;color:#eee'>{}</div>",
    "<div style=color:#fff><style>p.f, a:hover, td>a{{color:#000}}</style><p class=f>{}</p></div>",
    (
        "<style>@charset 'utf-8';@media (max-width:9px){{p{{color:red}};}} .f{{color:#000}}</style>"
        "<div style='color:#fff'><p class=f>{}</p></div>"
    ),
    "<div style='font-size:110%;font-family:Arial'>{}</div>",
)
"""Ordinary mail: everybody reads it."""

_WHITE: Final = "position:fixed;inset:0;background:#fff"
_SHEETS: Final = (
    "html,body{{max-height:120px;overflow:hidden}}", "body{{opacity:.01}}", "body{{scale:0}}",
    "html{{opacity:.01}}", "*{{opacity:.01}}", "body:not(.a){{opacity:.01}}", "body{{zoom:.01}}",
    "body{{filter:opacity(1%)}}", "body{{rotate:y 90deg}}", "body{{translate:-900vw}}",
    "body{{offset-path:path('M-9999 0h1')}}", "body{{clip-path:circle(0)}}", "body{{columns:9}}",
    "body{{mask:linear-gradient(#0000,#0000)}}", "html{{overflow:hidden;height:100%}}",
    "body{{position:absolute;left:-999vw}}", "body{{display:none}}", "body{{width:1px}}",
    "body{{animation:a 1s forwards}}@keyframes a{{to{{opacity:0}}}}",
    "body::after{{content:'';" + _WHITE + "}}", "html::after{{content:'';" + _WHITE + "}}",
    "div::after{{content:'';" + _WHITE + "}}", "div::before{{content:'';" + _WHITE + "}}",
    "*::after{{content:'';" + _WHITE + ";z-index:2147483647}}",
    "a::after{{content:'';" + _WHITE + "}}", "div{{min-width:99999px!important}}",
    "div{{-webkit-text-security:disc}}", "body{{-webkit-text-stroke:9px #fff}}",
    "div{{text-decoration:line-through 20px #fff}}", "body{{writing-mode:vertical-rl}}",
    "div{{-webkit-mask:linear-gradient(#0000,#0000)}}", "div{{all:unset!important}}",
    "@font-face{{font-family:Arial;src:local('DejaVu Sans');size-adjust:1%}}",
    "@font-face{{font-family:'\\41rial';src:local('DejaVu Sans');size-adjust:1%}}",
    "@import 'data:text/css,body{{opacity:0}}';", "@import url(https://elsewhere.example/a.css);",
    "body{{color:#000;&{{opacity:0}}}}", "body{{opacity:0",
    "@media all{{body{{opacity:0}}}}", "@layer a{{body{{opacity:0}}}}",
    "@supports (color:red){{body{{opacity:0}}}}", "b\\6f dy{{opacity:0}}",
    "body/**/{{op\\61 city:0}}", "a{{content:'/*'}}body{{opacity:0}}b{{content:'*/'}}",
)  # fmt: skip
DOUBTED_FOOTERS: Final = (
    *map("<style>{}</style>{{}}".format, _SHEETS),
    "<style>/*</style><style>body{{opacity:0}}</style>{}",
    "<link rel=stylesheet href='data:text/css,body{{opacity:0}}'>{}",
    "<div style='rotate:y 90deg'>{}",
    "<div style='offset-path:path(\"M-9999 0h1\")'>{}",
    "<div style='clip:rect(0 0 0 0);position:absolute'>{}",
    "<div style='height:9px;overflow:auto'>{}",
    "<div style='color:red;opacity:calc(0)'>{}",
    "<table width=0><tr><td>{}",
    "{}<div style='" + _WHITE + ";z-index:2147483647'></div>",
    "{}<div style='" + _WHITE + ";z-index:calc(999999999*9)'></div>",
    "{}<div style='" + _WHITE + ";z-\\69ndex:2147483647'></div>",
    "{}<div style='" + _WHITE + ";z-&#105;ndex:2147483647'></div>",
    "<style>.z{{" + _WHITE + ";z-index:2147483647}}</style>{}<p class=z></p>",
    "<div style='" + _WHITE + ";z-index:2'></div><div style='position:relative;z-index:1'>{}",
    "<div style='" + _WHITE + ";z-index:2'></div><table style='z-index:0'><tr><td>{}",
    "<div><template shadowrootmode=open><p>hi</p></template>{}",
    "<body><template shadowrootmode=closed></template>{}",
    "<meta http-equiv=Content-Security-Policy content=\"style-src 'none'\"><body text=white>{}",
    "<meta http-equiv=refresh content='0;url=about:blank'>{}",
    "<svg><style><g>/*</g>body{{opacity:0}}</style></svg>{}",
    "<div style='overflow:hidden'><div style='height:0'>{}",
    "<div style='overflow:hidden'><table style='display:block;height:0'><tr><td>{}",
    (
        "<table style='table-layout:fixed;width:100%'><tr><td style='width:100%'>x</td>"
        "<td style='overflow:hidden'>{}"
    ),
    "<div style='overflow:hidden'><div style='min-width:1999vw'>{}",
    (
        "<!doctype html><style>html,body{{height:100%}}</style>"
        "<div style='height:100%;overflow:hidden'><p style='height:999px'></p>{}"
    ),
    "<div style='margin-top:-9px;border-top:1px solid'>" * 100 + "{}",
    "<div style='margin-left:199px'>" * 10 + "{}",
    "<div style='padding-top:199px'>" * 50 + "{}",
    "<div style='border-left:99px solid #fff'>" * 30 + "{}",
    "<style>section{{margin-left:99px}}</style>" + "<section>" * 10 + "{}",
    "<table cellpadding=999><tr><td>{}",
    "<body leftmargin=999>{}",
    "<ul>" * 60 + "<li>{}",
    "<b>" * 200 + "{}",
    "<div style='min-width:1999vw'>{}",
    "<table width=1999><tr><td>{}",
    "<style>div::first-letter{{font-size:9999px!important}}</style>{}",
    "<style>body::first-line{{color:#fff!important}}</style>{}",
    "<style>div:FIRST-LETTER{{color:#fff!important}}</style>{}",
    "<div style='float:left;width:100%;height:99999px'></div>{}",
    "<style>p{{padding-top:9999px}}</style><p></p>{}",
    "<div style='height:9999px;margin-bottom:-9999px;float:left;width:99%'></div>{}",
    "<div style='margin-top:-999px'></div>{}",
    "<div style='margin-bottom:-50px'></div>" * 9 + "{}",
    "<div style='min-height:999px'></div>" * 20 + "{}",
    "<table><tr><td height=20000></table>{}",
    "<textarea rows=2000></textarea>{}",
    "<select size=2000></select>{}",
    "<hr>" * 1000 + "{}",
    "<svg viewBox='0 0 1 99'></svg>{}",
)
"""Where our own footer may be hidden, though it says important things of itself."""
SEEN_FOOTERS: Final = (
    "{}",
    "<body style='color:#fff;font-size:0;text-indent:-999em;letter-spacing:-9px'>{}",
    (
        "<style>div,a{{display:none!important;opacity:0!important;margin-left:-999em!important;"
        "font-size:0!important;color:#fff!important;max-height:0!important;z-index:-9!important;"
        "position:absolute!important;left:-999em!important;overflow:hidden!important;"
        "transform:scale(0)!important}}</style>{}"
    ),
    "<div style='" + _WHITE + "'></div>{}",
    "<div style='" + _WHITE + ";z-index:99999999'></div>{}",
    "<style>.a{{" + _WHITE + "}}</style>{}<p class=a></p>",
    (
        "<style>body{{margin:0;padding:0;width:100%!important;height:100%;background:#000}}"
        "*:before,*:after{{box-sizing:border-box}}</style><body>{}"
    ),
    "<style>body{{-webkit-nbsp-mode:space;line-break:after-white-space}}</style>{}",
    "<style>::selection{{color:#fff}}input::placeholder{{color:#999}}</style>{}",
    "<style>section{{margin-left:9px}}</style><section><div style='padding:20px'>{}",
    "<div style='height:30px'></div><hr><svg height=20></svg>{}",
)
"""Where nothing hides it: its own style is important, and in front."""
