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
    "<font color=ivory>{}</font>",
    "<font color=#ffffff>{}</font>",
    "<body text=white bgcolor=white>{}",
    "<body text=white>{}",
    "<span style='background:#000'><div style='color:#fff'>{}</div></span>",
    "<div style='background:#000'><div style='float:left;color:#fff'>{}</div></div>",
    "<x-tab style='background:#000'><div style='color:#fff'>{}</div></x-tab>",
    "<unsubscribe style='background:#000'><div style='color:#fff'>{}</div></unsubscribe>",
    "<style>unsubscribe{{opacity:0}}</style><unsubscribe>{}</unsubscribe>",
    "<style>.a img+div{{opacity:0}}</style><div class=a><img alt=''><div>{}</div></div>",
    "<style>.a i~b>div{{opacity:0}}</style><div class=a><i></i><b><div>{}</div></b></div>",
    "<style>i+b.x p{{opacity:0}}</style><i></i><b class=x><p>{}</p></b>",
    "<style>p+.b{{position:fixed;inset:0;background:#fff}}</style><p>{}</p><p class=b></p>",
    "<ruby>x<rp>{}</rp></ruby>",
    "<progress value=1>{}</progress>",
    "<meter>{}</meter>",
    "<details><p>{}</p></details>",
    "<dialog>{}</dialog>",
    "<template>{}</template>",
    "<datalist><option>{}</datalist>",
    "<noframes>{}</noframes>",
    "<frameset>{}</frameset>",
    "<video>{}</video>",
    "<audio>{}</audio>",
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
)  # fmt: skip
"""Nobody reads what stands there: a browser shows nothing of it on the first screen."""
_NO_LETTERS: Final = (
    "font-family:B;src:url(https://e.example/b.woff2)", "font-family:'b';src:local(Wingdings)",
    "font-family:B;src:local('Lato');size-adjust:1%", "font-family:B;mso-font-alt:Wingdings",
    "font-family:B;panose-1:5 0 0 0 0 0 0 0 0 0", "font-family:B;mso-font-charset:2",
)  # fmt: skip
_BRAND: Final = (
    "<style>@font-face{{{{font-family:Brand X;src:url(https://e.example/b)}}}}{}</style>"
)
_SET_IN_NO_LETTERS: Final = (
    *map(
        _BRAND.format,
        (
            "body{{font-family:'brand x',Arial}}", "p{{font:1em Brand X}}",
            "p{{font-family:\\42 rand X}}", "p{{font-family:attr(data-f)}}",
            ":root{{--f:Brand X}}p{{font-family:inherit}}",
        ),
    ),
    "<style>@font-face{{font-family:KS;src:url(x)}}</style><div style='font-family:\\212a\\17f'>",
    _BRAND.format("") + "<font face='Brand  X'>",
    _BRAND.format("") + "<div style='font-family:Br\\61nd X'>",
)  # fmt: skip
DOUBTED: Final = (
    "<style>a[href^='tel:']{{opacity:0}}</style><a href='tel:+12025550123'>{}</a>",
    "<font color=fff>{}</font>",
    "<p style='color:windowtext'>{}</p>",
    "<table><colgroup><col width=90></colgroup><tr><td>{}</table>",
    "<div style='background:#000 content-box text;color:#fff'>{}</div>",
    "<select><option>x<option>{}</select>",
    "<canvas>{}</canvas>",
    "<div style='white-space:pre'>" + "\N{NO-BREAK SPACE}" * 700 + "{}</div>",
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
    "<div style='tab-stops:90in'>{}</div>",
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
    "<div style='padding-left:19%;padding-right:19%'>" * 12 + "{}",
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
    "<div style='white-space:nowrap'>" + "lorem ipsum " * 30 + "{}</div>",
    "<style>div{{white-space:nowrap}}</style><div>" + "lorem ipsum " * 30 + "<p>{}</p></div>",
    "<table><tr><td nowrap>" + "lorem ipsum " * 30 + "<p>{}</p></table>",
    "<table><tr><td nowrap>" + "lorem ipsum " * 30 + "</td><td>{}</table>",
    "<div style='display:flex'><pre>" + "lorem ipsum " * 30 + "</pre><p>{}</p></div>",
    "<pre>" + "lorem ipsum " * 30 + "{}</pre>",
    ("<pre>" + "lorem ipsum\n" * 400) * 400 + "</pre>" * 400 + "{}",
    "<table><tr><td><img width=9000></td><td>{}</table>",
    "<table><tr><td><div style='min-width:9000px'>x</div></td><td>{}</table>",
    "<div style='tab-size:9999;white-space:pre-wrap'>a\tb\tc\td\t{}</div>",
    "x" + "<span style='vertical-align:sub'>" * 150 + "{}",
    "<style>span{{vertical-align:text-bottom}}</style>x" + "<span>" * 150 + "{}",
    "<meta name=viewport content='width=20000,initial-scale=.01'>{}",
    "<meta name=viewport content='initial-scale=0.1'>{}",
    *map(
        "<style>@font-face{{{{{}}}}}</style><p style='font-family:B'>{{}}</p>".format, _NO_LETTERS
    ),
    *map("{}<p>{{}}</p>".format, _SET_IN_NO_LETTERS),
    *map(
        "<style>@font-face{{{{font-family:{};src:url(x)}}}}</style><p>{{}}</p>".format,
        ("serif", "'Times New Roman'", "Arial", "'B+'"),
    ),
    "<style>html,body{{height:100%}}</style><div style='height:100%;background:#000;color:#fff'>{}",
    "<div style='display:flex'><div style='overflow:hidden'>{}</div></div>",
    "<style>div{{display:flex}}p{{overflow:auto}}</style><div><p>{}</p></div>",
    "<div style='opacity:.7'><p style='opacity:.7'>{}</p></div>",
    "<body style='opacity:.7'><p style='opacity:.7'>{}</p>",
    "<p style='color:#999;opacity:.6'>{}</p>",
    "<p style='opacity:.5'>{}</p>",
    "<p style='color:rgba(0,0,0,.2)'>{}</p>",
    "<p style='color:rgba(0,0,0,.2)'><font color=rgba(0,0,0,.9)>{}</font></p>",
    "<p style='background:rgba(0,0,0,.2);color:#000'>{}</p>",
    "<font color='rgb(0,0,0)'>{}</font>",
    "<small><small><small><small>{}</small></small></small></small>",
    "<font size=-2><small><small>{}</small></small></font>",
    "<font size=1><small><small>{}</small></small></font>",
    "<h6><small>{}</small></h6>",
    "<h1>{}</h1>",
    "<style>html{{font-size:50%}}</style><p style='font-size:1rem'>{}</p>",
    "<p style='font-size:calc(1px)'><span style='font-size:2em'>{}</span></p>",
    "".join(f"<style>.a{{{{font-size:{n}%}}}}</style>" for n in range(90, 99)) + "<p class=a>{}",
    "<style>p{{min-height:99px}}</style>" + "<p></p>" * 160 + "{}",
    "<style>#a.b{{padding:99px 0 199px}}</style>" + "<p class=b id=a></p>" * 80 + "{}",
    "<style>*{{min-height:99px}}</style>" + "<p></p>" * 160 + "{}",
    "<style>p{{margin-top:-9px}}</style>" + "<p></p>" * 30 + "{}",
    "<style>.Foo{{margin-top:-9px}}</style>" + "<p class=FOO></p>" * 30 + "{}",
    "<style>p+.Foo{{margin-top:-99px}}</style><p>{}</p><p class=FOO></p>",
    "<style>:is(.a){{position:fixed}}</style><p>{}</p>",
    "<p style='text-decoration:underline;text-decoration-thickness:30px'>{}</p>",
    "<style>#Foo[title]{{margin-top:-9px}}</style>" + "<p title=x id=FOO></p>" * 30 + "{}",
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
    "<link rel=stylesheet href='https://use.typekit.net.else.example/abc1def.css'>{}",
    "<link rel=stylesheet href='chrome://else/skin/messageBody.css'>{}",
    "<style>a[href^=http]{{pointer-events:none}}</style>{}",
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
    "<meta name=viewport content='width=20000,initial-scale=.01'>{}",
    "<style>p{{min-height:99px}}</style>" + "<p></p>" * 160 + "{}",
    "<style>p{{margin-top:-9px}}</style>" + "<p></p>" * 30 + "{}",
    "<div style='display:flex'>{}",
    "<div style='float:left'>{}",
    "<div style='opacity:.7'>{}",
    "<span style='vertical-align:sub'>" * 60 + "{}",
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
    '<style>a[href^=tel],a[href^="sms:"]{{pointer-events:none;cursor:default}}</style>{}',
    "<style>@font-face{{font-family:Arial;panose-1:2 11 6 4 2 2 2 2 2 4}}</style><body link=red>{}",
    "<link rel=stylesheet href='https://use.typekit.net/abc1def.css'>{}",
    "<link rel=stylesheet href=//fonts.bunny.net/css?family=inter>{}",
    "<link rel='important stylesheet' href='chrome://messagebody/skin/messageBody.css'>{}",
)
"""Where nothing hides it: its own style is important, and in front."""
